import { GoStruct, printValue, withMethods } from '@firedrill/go-template';
import { formatTime } from './message-time';

interface ZonedTime {
  /** undefined is Go's zero time. */
  readonly timeMs: number | undefined;
  readonly zone: string;
}

/** The parameter of a function that takes Go's time. */
export const TIME = { struct: 'time.Time' };

/** Go's zero time. */
const YEAR_ONE_MS = -62_135_596_800_000;

const times = new WeakMap<GoStruct, ZonedTime>();

/** Go's `time.Time` with the methods that templates use. */
export function timeValue({ timeMs }: Pick<ZonedTime, 'timeMs'>, zone = 'UTC'): GoStruct {
  const at = { timeMs, zone };
  const value = new GoStruct(TIME.struct, {}, () => formatTime(at, '2006-01-02 15:04:05 -0700 MST'));
  times.set(value, at);
  return withMethods(value, {
    Unix: () => BigInt(Math.floor((timeMs ?? YEAR_ONE_MS) / 1000)),
    UnixMilli: () => BigInt(timeMs ?? YEAR_ONE_MS),
    IsZero: () => timeMs === undefined,
    Format: (layout) => formatTime(at, printValue(layout)),
    UTC: () => timeValue(at),
  });
}

/** The time that `timeValue` made; undefined for another struct. */
export function timeOf(value: GoStruct): ZonedTime | undefined {
  return times.get(value);
}

/** Go's `time.Duration`: what `since` gives. */
export function durationValue(ms: number): GoStruct {
  return withMethods(new GoStruct('time.Duration', {}, goDuration(ms)), {
    Hours: () => ms / 3_600_000,
    Minutes: () => ms / 60_000,
    Seconds: () => ms / 1000,
    Milliseconds: () => BigInt(Math.trunc(ms)),
  });
}

/** As Go prints a duration: `1h0m5s`, `1.5s`, `20ms`. */
function goDuration(ms: number): string {
  if (ms === 0) return '0s';
  if (ms < 0) return `-${goDuration(-ms)}`;
  if (ms < 1000) return `${ms}ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = `${(ms % 60_000) / 1000}s`;
  if (minutes === 0) return seconds;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}
