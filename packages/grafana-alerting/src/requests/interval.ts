import { RequestError } from './request-error';

const MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3600_000,
  d: 24 * 3600_000,
  w: 7 * 24 * 3600_000,
  M: 30 * 24 * 3600_000,
  y: 365 * 24 * 3600_000,
};

/** Upper bound (included) → the interval that Grafana rounds to, in milliseconds. */
const ROUNDED: readonly (readonly [upTo: number, interval: number])[] = [
  [10, 1],
  [15, 10],
  [35, 20],
  [75, 50],
  [150, 100],
  [350, 200],
  [750, 500],
  [1500, 1000],
  [3500, 2000],
  [7500, 5000],
  [12_500, 10_000],
  [17_500, 15_000],
  [25_000, 20_000],
  [45_000, 30_000],
  [90_000, 60_000],
  [210_000, 120_000],
  [450_000, 300_000],
  [750_000, 600_000],
  [1_050_000, 900_000],
  [1_500_000, 1_200_000],
  [2_700_000, 1_800_000],
  [5_400_000, 3_600_000],
  [9_000_000, 7_200_000],
  [16_200_000, 10_800_000],
  [32_400_000, 21_600_000],
  [86_400_000, 43_200_000],
  [604_800_000, 86_400_000],
  [1_814_400_000, 604_800_000],
  [3_628_800_000, 2_592_000_000],
];
const LONGEST = 365 * 24 * 3600_000;

/** The nearest of the intervals that Grafana uses for steps, in milliseconds. */
export function roundInterval(ms: number): number {
  return ROUNDED.find(([upTo]) => ms <= upTo)?.[1] ?? LONGEST;
}

/** The step for a range in so many points, never below the least one. Milliseconds. */
export function calculateInterval(rangeMs: number, leastMs: number, maxDataPoints: number): number {
  const interval = rangeMs / maxDataPoints;
  return interval < leastMs ? leastMs : roundInterval(interval);
}

/**
 * An interval as Grafana's query editors take it: `30s`, `1.5m`, `2d`, a bare number for seconds, one `<` or `>` before it.
 * Throws RequestError.
 */
export function parseInterval(text: string): number {
  const bare = text.replace(/^[<>]/, '');
  const withUnit = /^\d+$/.test(bare) ? `${bare}s` : bare;
  const calendar = /^(\d+)([dwMy])$/.exec(withUnit);
  if (calendar !== null) return Number(calendar[1]) * (MS[calendar[2] ?? ''] ?? 0);
  if (!/^(?:\d+(?:\.\d*)?|\.\d+)(?:ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ms|s|m|h))*$/.test(withUnit)) {
    throw new RequestError('bad-duration', `expected an interval such as 30s, got ${JSON.stringify(text)}`);
  }
  const parts = [...withUnit.matchAll(/([\d.]+)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (MS[unit] ?? 0), 0);
}

/** An interval in its largest whole unit, as `$__interval` shows it: 90 s is `1m`. */
export function formatInterval(ms: number): string {
  const unit = ['y', 'd', 'h', 'm', 's', 'ms'].find((name) => ms >= (MS[name] ?? 0)) ?? 'ms';
  return `${Math.max(1, Math.floor(ms / (MS[unit] ?? 1)))}${unit}`;
}

/** A duration as Go prints it: `1m0s`, `1h0m0s`, `500ms`. */
export function formatGoDuration(ms: number): string {
  if (ms < 1000) return ms === 0 ? '0s' : `${ms}ms`;
  const hours = Math.floor(ms / 3600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = (ms % 60_000) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
