const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
/** The units that Grafana adds to Go's. */
const LONG_UNIT_MS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_746_000,
  y: 31_557_600_000,
};

/** A duration in milliseconds as Grafana's gtime reads it: Go's (`1h30m`, `1.5s`) or a whole number with d, w, M or y. */
export function parseGoDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d+)([dwMy])$/.exec(text) ?? [];
  if (unit !== undefined) return Number(count) * (LONG_UNIT_MS[unit] ?? 0);
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
  if (rest === '0') return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(rest)) return undefined;
  const parts = rest.matchAll(/([\d.]+)([a-zµ]+)/g);
  const total = [...parts].reduce((sum, [, amount, name = '']) => sum + Number(amount) * (UNIT_MS[name] ?? 0), 0);
  return sign === '-' ? -total : total;
}
