import { QueryError } from '@firedrill/query-core';
import { GoStruct, goFunction, type GoFunctions, type GoValue } from '@firedrill/go-template';
import { formatLayout, parseLayout, timeParts, type ZonedTime } from './go-layout';

const TIME = { struct: 'time.Time' } as const;

/** Go's zero time, which toDate gives for what it cannot read. */
const ZERO_NS = -62_135_596_800_000_000_000n;

/** Go's time.Time: printed as Go does, with its methods that take no argument. */
export class GoTime extends GoStruct {
  readonly time: ZonedTime;

  constructor(time: ZonedTime) {
    super('time.Time', timeFields(time), () => formatLayout('2006-01-02 15:04:05.999999999 -0700 MST', time));
    this.time = time;
  }

  static utc(ns: bigint): GoTime {
    return new GoTime({ ns, offsetSeconds: 0, zone: 'UTC' });
  }
}

function timeFields(time: ZonedTime): Readonly<Record<string, GoValue>> {
  const { year, day, yearDay, hour, minute, second, nanosecond } = timeParts(time);
  const numbers = {
    Year: year,
    Day: day,
    YearDay: yearDay,
    Hour: hour,
    Minute: minute,
    Second: second,
    Nanosecond: nanosecond,
  };
  return {
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, BigInt(value)])),
    Month: new GoStruct('time.Month', {}, () => formatLayout('January', time)),
    Weekday: new GoStruct('time.Weekday', {}, () => formatLayout('Monday', time)),
    Unix: floorDivide(time.ns, 1_000_000_000n),
    UnixMilli: floorDivide(time.ns, 1_000_000n),
    UnixMicro: floorDivide(time.ns, 1000n),
    UnixNano: time.ns,
    IsZero: time.ns === ZERO_NS,
    // Lazily, as every UTC time has one of its own.
    get UTC(): GoValue {
      return GoTime.utc(time.ns);
    },
  };
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

export const TIME_FUNCTIONS: GoFunctions = {
  date: goFunction(['string', 'any'], (layout: string, value: GoValue) => formatLayout(layout, momentOf(value))),
  unixEpoch: goFunction([TIME], ({ time }: GoTime) => String(floorDivide(time.ns, 1_000_000_000n))),
  unixEpochMillis: goFunction([TIME], ({ time }: GoTime) => String(floorDivide(time.ns, 1_000_000n))),
  unixEpochNanos: goFunction([TIME], ({ time }: GoTime) => String(time.ns)),
  unixToTime: goFunction(['string'], unixToTime),
  toDate: goFunction(['string', 'string'], (layout: string, text: string) => toDate(layout, 'UTC', text)),
  toDateInZone: goFunction(['string', 'string', 'string'], toDate),
};

function momentOf(value: GoValue): ZonedTime {
  if (value instanceof GoTime) return value.time;
  const ns = typeof value === 'bigint' ? value * 1_000_000_000n : ZERO_NS;
  return { ns, offsetSeconds: 0, zone: 'UTC' };
}

const UNITS_BY_LENGTH: Readonly<Record<number, bigint>> = {
  5: 86_400_000_000_000n,
  10: 1_000_000_000n,
  13: 1_000_000n,
  16: 1000n,
  19: 1n,
};

/** Days, seconds, milli-, micro- or nanoseconds, told apart by the number of digits. */
function unixToTime(text: string): GoValue {
  if (!/^[0-9]+$/.test(text))
    throw new QueryError(
      'execution',
      `unable to parse time '${text}': strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  const unit = UNITS_BY_LENGTH[text.length];
  if (unit === undefined) throw new QueryError('execution', `unable to parse time '${text}'`);
  return GoTime.utc(BigInt(text) * unit);
}

function toDate(layout: string, zone: string, text: string): GoValue {
  const parsed = parseLayout(layout, text);
  if (parsed === undefined) return GoTime.utc(ZERO_NS);
  if (parsed.offsetSeconds !== undefined)
    return new GoTime({ ns: parsed.ns, offsetSeconds: parsed.offsetSeconds, zone: '' });
  const guess = zoneOffset(zone, parsed.ns);
  const offsetSeconds = zoneOffset(zone, parsed.ns - BigInt(guess) * 1_000_000_000n);
  return new GoTime({ ns: parsed.ns - BigInt(offsetSeconds) * 1_000_000_000n, offsetSeconds, zone });
}

/** The zone's seconds east of Greenwich at a moment; 0 for a zone that is not known. */
function zoneOffset(zone: string, ns: bigint): number {
  try {
    const milliseconds = Number(ns / 1_000_000n);
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone === '' ? 'UTC' : zone,
      timeZoneName: 'longOffset',
    });
    const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0', seconds = '0'] =
      /GMT([-+])([0-9]+):?([0-9]*):?([0-9]*)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  } catch (error) {
    if (error instanceof RangeError) return 0;
    throw error;
  }
}
