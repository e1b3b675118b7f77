import { QueryError } from '@firedrill/query-core';
import { formatFloat } from '../format-float';
import { goTypeName, type GoValue } from '../value';

const LARGE = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const SMALL = ['', 'm', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];
const BINARY = ['', 'ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];

/** A number, or the text of one as Go's ParseFloat reads it; throws a QueryError for anything else. */
export function toFloat(value: GoValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') throw new QueryError('execution', `can't convert ${goTypeName(value)} to float`);
  const special = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(value);
  if (special !== null) {
    const magnitude = /^nan$/i.test(special[2] ?? '') ? NaN : Infinity;
    return special[1] === '-' ? -magnitude : magnitude;
  }
  const plain = value.replaceAll('_', '');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain) || /__|^_|_$/.test(value)) {
    throw new QueryError('execution', `strconv.ParseFloat: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  return Number(plain);
}

/** `1234567` → `1.235M`, `0.0015` → `1.5m`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return fourDigits(value);
  return Math.abs(value) >= 1 ? scale(value, 1000, LARGE) : magnify(value);
}

/** `1500` → `1.465ki`. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return fourDigits(value);
  return scale(value, 1024, BINARY);
}

/** `0.1235` → `12.35%`. */
export function humanizePercentage(value: number): string {
  return `${fourDigits(value * 100)}%`;
}

/** Seconds as `1d 3h 46m 40s`, `12.34s`, `100ms`. */
export function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return fourDigits(value);
  if (value === 0) return `${fourDigits(value)}s`;
  if (Math.abs(value) < 1) return `${magnify(value)}s`;
  const sign = value < 0 ? '-' : '';
  const total = Math.abs(value);
  const whole = Math.trunc(total);
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  const seconds = whole % 60;
  if (days > 0) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`;
  if (hours > 0) return `${sign}${hours}h ${minutes}m ${seconds}s`;
  if (minutes > 0) return `${sign}${minutes}m ${seconds}s`;
  return `${sign}${fourDigits(total)}s`;
}

/** Unix seconds as Go prints a time in UTC; throws beyond what fits 64 bits of nanoseconds. */
export function humanizeTimestamp(value: number): string {
  if (!Number.isFinite(value)) return fourDigits(value);
  return formatGoTime(value);
}

/** `2024-01-01 00:00:00.5 +0000 UTC` */
export function formatGoTime(seconds: number): string {
  if (Math.abs(seconds) * 1e9 >= 2 ** 63) {
    throw new QueryError(
      'execution',
      `${formatFloat(seconds, 'g')} cannot be represented as a nanoseconds timestamp since it overflows int64`,
    );
  }
  const milliseconds = Math.trunc(seconds * 1000);
  const [date = '', time = ''] = new Date(milliseconds).toISOString().split(/[TZ]/);
  return `${date} ${time.replace(/\.?0+$/, '')} +0000 UTC`;
}

function fourDigits(value: number): string {
  return formatFloat(value, 'g', 4);
}

function scale(value: number, base: number, prefixes: readonly string[]): string {
  let scaled = value;
  let index = 0;
  while (Math.abs(scaled) >= base && index < prefixes.length - 1) {
    scaled /= base;
    index += 1;
  }
  return fourDigits(scaled) + (prefixes[index] ?? '');
}

function magnify(value: number): string {
  let scaled = value;
  let index = 0;
  while (Math.abs(scaled) < 1 && index < SMALL.length - 1) {
    scaled *= 1000;
    index += 1;
  }
  return fourDigits(scaled) + (SMALL[index] ?? '');
}
