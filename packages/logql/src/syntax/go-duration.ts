import { DurationError, parseDuration } from '@firedrill/timeseries';

const UNITS_NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const MAX_NS = 2 ** 63;

/** Nanoseconds of a duration in Go's notation (`1h30m`, `-1.5s`, `300us`). Throws DurationError, worded as Go does. */
export function parseGoDuration(text: string): number {
  const negative = text.startsWith('-');
  let rest = /^[-+]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '') throw new DurationError(`time: invalid duration ${JSON.stringify(text)}`);
  let total = 0;
  while (rest !== '') {
    const [, whole = '', fraction = '', unit = ''] = /^([0-9]*)(\.[0-9]*)?([^.0-9]*)/.exec(rest) ?? [];
    if (whole === '' && fraction.length < 2) throw new DurationError(`time: invalid duration ${JSON.stringify(text)}`);
    if (unit === '') throw new DurationError(`time: missing unit in duration ${JSON.stringify(text)}`);
    const size = UNITS_NS[unit];
    if (size === undefined) {
      throw new DurationError(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`);
    }
    total += Number(whole) * size + Math.trunc(Number(`0${fraction}`) * size);
    if (total > MAX_NS) throw new DurationError(`time: invalid duration ${JSON.stringify(text)}`);
    rest = rest.slice(whole.length + fraction.length + unit.length);
  }
  return negative ? -total : total;
}

/** Nanoseconds of a duration as queries write it: Prometheus' notation, else Go's; undefined when it is neither. */
export function parseQueryDuration(text: string): number | undefined {
  return attempt(() => parseDuration(text) * 1e6) ?? attempt(() => parseGoDuration(text));
}

function attempt(parse: () => number): number | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof DurationError) return undefined;
    throw error;
  }
}

/** Writes nanoseconds so that `parseQueryDuration` reads them back: `1h30m`, `1500ns`. */
export function formatGoDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  let rest = Math.abs(nanoseconds);
  let text = nanoseconds < 0 ? '-' : '';
  for (const [unit, size] of [
    ['h', 3600e9],
    ['m', 60e9],
    ['s', 1e9],
    ['ms', 1e6],
    ['us', 1e3],
    ['ns', 1],
  ] as const) {
    if (rest < size) continue;
    text += `${Math.floor(rest / size)}${unit}`;
    rest %= size;
  }
  return text;
}
