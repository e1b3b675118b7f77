import type { ConfigNode } from '@firedrill/config-file';
import type { Fields } from './fields';
import type { MuteTime, TimeInterval, TimeRange } from './notification-model';
import { DAY_OF_MONTH, MONTH, parseRange, WEEKDAY, YEAR, type RangeKind } from './time-ranges';

const INTERVAL_KEYS = ['times', 'weekdays', 'days_of_month', 'months', 'years', 'location'];

/** One entry of `muteTimes`. Grafana expands nothing in it but the organisation. */
export function readMuteTime(fields: Fields): MuteTime {
  fields.warnUnknownKeys(['orgId', 'name', 'time_intervals']);
  const name = fields.raw('name');
  if (name === '') fields.error('name', 'expected the name of the mute time, got nothing', 'missing-time-interval-name');
  return { orgId: fields.orgId(), name: name ?? '', intervals: fields.maps('time_intervals').map(readInterval) };
}

function readInterval(fields: Fields): TimeInterval {
  fields.warnUnknownKeys(INTERVAL_KEYS);
  const location = readLocation(fields);
  return {
    ...whenAny('times', fields.maps('times').flatMap(readTimes)),
    ...whenAny('weekdays', readRanges(fields, 'weekdays', WEEKDAY)),
    ...whenAny('daysOfMonth', readRanges(fields, 'days_of_month', DAY_OF_MONTH)),
    ...whenAny('months', readRanges(fields, 'months', MONTH)),
    ...whenAny('years', readRanges(fields, 'years', YEAR)),
    ...(location !== undefined && { location }),
  };
}

function whenAny<K extends keyof TimeInterval>(key: K, ranges: readonly TimeRange[]): Partial<Record<K, readonly TimeRange[]>> {
  return ranges.length === 0 ? {} : ({ [key]: ranges } as Record<K, readonly TimeRange[]>);
}

function readRanges(fields: Fields, key: string, kind: RangeKind): TimeRange[] {
  return fields.items(key).flatMap((node: ConfigNode) => parseRange(node, kind) ?? []);
}

function readTimes(times: Fields): TimeRange[] {
  times.warnUnknownKeys(['start_time', 'end_time']);
  const start = minuteOfDay(times, 'start_time');
  const end = minuteOfDay(times, 'end_time');
  if (start === undefined || end === undefined) return [];
  if (start < end) return [{ start, end }];
  const hint = start > end ? 'a time across midnight is two: one until 24:00, one from 00:00' : undefined;
  times.error('end_time', 'expected an end after the start', 'bad-time-of-day', hint);
  return [];
}

function minuteOfDay(times: Fields, key: string): number | undefined {
  const text = times.raw(key);
  if (text === undefined) return undefined;
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (hours !== undefined && minute <= 24 * 60) return minute;
  times.error(key, `expected a time from 00:00 to 24:00, got ${text === '' ? 'nothing' : JSON.stringify(text)}`, 'bad-time-of-day');
  return undefined;
}

/** The name of a time zone; the empty name is UTC. */
function readLocation(fields: Fields): string | undefined {
  if (!fields.has('location')) return undefined;
  const location = fields.raw('location');
  if (location === undefined || location === 'Local' || isTimeZone(location)) return location === '' ? 'UTC' : location;
  fields.error('location', `expected the name of a time zone such as Europe/Berlin, got ${JSON.stringify(location)}`, 'bad-location');
  return undefined;
}

function isTimeZone(name: string): boolean {
  if (name === '') return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
