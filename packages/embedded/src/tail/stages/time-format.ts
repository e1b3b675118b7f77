const NS_PER_MS = 1_000_000n;

type TimeReader = (text: string) => bigint | undefined;

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9})\d*)?(Z|[+-]\d{2}:\d{2})$/;

const NAMED: Readonly<Record<string, TimeReader>> = {
  RFC3339: readRfc3339,
  RFC3339Nano: readRfc3339,
  Unix: (text) => readDecimal(text, 9),
  UnixMs: (text) => readWhole(text, 1_000_000n),
  UnixUs: (text) => readWhole(text, 1000n),
  UnixNs: (text) => readWhole(text, 1n),
};

/** A reader of the named format to nanoseconds of Unix time; undefined for a format that is not supported. */
export function timeReader(format: string): TimeReader | undefined {
  return NAMED[format];
}

function readRfc3339(text: string): bigint | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const isReal =
    date.getUTCDate() === Number(day) &&
    date.getUTCHours() === Number(hour) &&
    Number(minute) < 60 &&
    Number(second) < 60;
  if (!isReal) return undefined;
  return BigInt(date.getTime() - zoneOffsetMs(zone)) * NS_PER_MS + BigInt(fraction.padEnd(9, '0'));
}

function zoneOffsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function readWhole(text: string, factor: bigint): bigint | undefined {
  return /^[+-]?\d+$/.test(text) ? BigInt(text) * factor : undefined;
}

function readDecimal(text: string, digits: number): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '0', fraction = ''] = match;
  const value = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return sign === '-' ? -value : value;
}
