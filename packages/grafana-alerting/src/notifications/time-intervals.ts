import type { MuteTime, TimeInterval, TimeRange } from '../provisioning/notification-model';

/** A moment in the calendar of one place. */
interface CalendarTime {
  readonly minute: number;
  readonly weekday: number;
  readonly day: number;
  readonly month: number;
  readonly year: number;
}

/** Whether any interval of a mute time holds the moment: all fields of the interval, any range of a field. */
export function isInMuteTime({ intervals }: Pick<MuteTime, 'intervals'>, timeMs: number): boolean {
  return intervals.some((interval) => contains(interval, calendarTime(timeMs, interval.location)));
}

function contains(interval: TimeInterval, at: CalendarTime): boolean {
  const { times, weekdays, daysOfMonth, months, years } = interval;
  return (
    (times === undefined || times.some(({ start, end }) => at.minute >= start && at.minute < end)) &&
    isIn(weekdays, at.weekday) &&
    (daysOfMonth === undefined || daysOfMonth.some((range) => isDayIn(range, at))) &&
    isIn(months, at.month) &&
    isIn(years, at.year)
  );
}

function isIn(ranges: readonly TimeRange[] | undefined, value: number): boolean {
  return ranges === undefined || ranges.some(({ start, end }) => value >= start && value <= end);
}

/** Negative days count from the end of the month; a range that begins behind it holds no day. */
function isDayIn({ start, end }: TimeRange, { day, month, year }: CalendarTime): boolean {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const fromStart = (value: number): number => (value < 0 ? last + value + 1 : value);
  return day >= fromStart(start) && day <= Math.min(fromStart(end), last);
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const formats = new Map<string, Intl.DateTimeFormat>();

function calendarTime(timeMs: number, location = 'UTC'): CalendarTime {
  const parts = new Map(
    formatOf(location)
      .formatToParts(timeMs)
      .map(({ type, value }) => [type, value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  return {
    minute: number('hour') * 60 + number('minute'),
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? ''),
    day: number('day'),
    month: number('month'),
    year: number('year'),
  };
}

/** `Local` is the zone of the machine. */
function formatOf(location: string): Intl.DateTimeFormat {
  let format = formats.get(location);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short', hour: 'numeric', minute: 'numeric' },
      hourCycle: 'h23',
      ...(location !== 'Local' && { timeZone: location }),
    });
    formats.set(location, format);
  }
  return format;
}
