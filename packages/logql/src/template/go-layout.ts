/** A moment with the offset of the zone it is shown in. */
export interface ZonedTime {
  readonly ns: bigint;
  readonly offsetSeconds: number;
  readonly zone: string;
}

/** What a layout is made of: a reference value such as `2006` or `.000`, or plain text. */
const TOKEN =
  /January|Jan|Monday|Mon|MST|2006|-07:00:00|Z07:00:00|-070000|Z070000|-07:00|Z07:00|-0700|Z0700|-07|Z07|[.,](?:0+|9+)(?![0-9])|002|__2|_2|0[1-6]|15|PM|pm|[1-5]/g;

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The parts of a moment as its zone shows them. */
export interface TimeParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

export function timeParts({ ns, offsetSeconds }: ZonedTime): TimeParts {
  const shifted = ns + BigInt(offsetSeconds) * 1_000_000_000n;
  const nanosecond = Number(((shifted % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);
  const date = new Date(Number((shifted - BigInt(nanosecond)) / 1_000_000n));
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    yearDay: Math.floor((date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000) + 1,
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond,
  };
}

/** Writes a moment in a layout of Go's time package, such as `2006-01-02T15:04:05.000Z07:00`. */
export function formatLayout(layout: string, time: ZonedTime): string {
  const parts = timeParts(time);
  return layout.replace(TOKEN, (token) => WRITERS[token]?.(parts) ?? writeOther(token, parts, time));
}

const two = (value: number): string => String(value).padStart(2, '0');
const twelve = (hour: number): number => (hour % 12 === 0 ? 12 : hour % 12);

const WRITERS: Readonly<Record<string, (parts: TimeParts) => string>> = {
  January: ({ month }) => MONTHS[month - 1] ?? '',
  Jan: ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3),
  Monday: ({ weekday }) => WEEKDAYS[weekday] ?? '',
  Mon: ({ weekday }) => (WEEKDAYS[weekday] ?? '').slice(0, 3),
  2006: ({ year }) => String(year).padStart(4, '0'),
  '06': ({ year }) => two(year % 100),
  '01': ({ month }) => two(month),
  1: ({ month }) => String(month),
  '02': ({ day }) => two(day),
  _2: ({ day }) => String(day).padStart(2, ' '),
  2: ({ day }) => String(day),
  '002': ({ yearDay }) => String(yearDay).padStart(3, '0'),
  __2: ({ yearDay }) => String(yearDay).padStart(3, ' '),
  15: ({ hour }) => two(hour),
  '03': ({ hour }) => two(twelve(hour)),
  3: ({ hour }) => String(twelve(hour)),
  '04': ({ minute }) => two(minute),
  4: ({ minute }) => String(minute),
  '05': ({ second }) => two(second),
  5: ({ second }) => String(second),
  PM: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  pm: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
};

/** Fractions of a second and zones. */
function writeOther(token: string, { nanosecond }: TimeParts, { offsetSeconds, zone }: ZonedTime): string {
  if (token === 'MST') return zone;
  const mark = token.slice(0, 1);
  if (mark === '.' || mark === ',') {
    const digits = String(nanosecond)
      .padStart(9, '0')
      .slice(0, token.length - 1);
    if (token[1] === '0') return mark + digits.padEnd(token.length - 1, '0');
    const trimmed = digits.replace(/0+$/, '');
    return trimmed === '' ? '' : mark + trimmed;
  }
  if (mark === 'Z' && offsetSeconds === 0) return 'Z';
  const [hours, minutes, seconds] = [3600, 60, 1].map((unit) => Math.floor(Math.abs(offsetSeconds) / unit) % 60);
  const fields = [hours, minutes, seconds]
    .slice(0, (token.replaceAll(':', '').length - 1) / 2)
    .map((field) => two(field ?? 0));
  return (offsetSeconds < 0 ? '-' : '+') + fields.join(token.includes(':') ? ':' : '');
}

/** What a text in a layout says; undefined when it does not fit. `offsetSeconds` is undefined without a zone in it. */
export interface ParsedTime {
  readonly ns: bigint;
  readonly offsetSeconds: number | undefined;
}

/** Reads a text in a layout of Go's time package; parts that the layout lacks are those of 0000-01-01 00:00. */
export function parseLayout(layout: string, text: string): ParsedTime | undefined {
  const names: string[] = [];
  let pattern = '';
  let last = 0;
  for (const match of layout.matchAll(TOKEN)) {
    pattern += escapeText(layout.slice(last, match.index)) + `(${patternOf(match[0])})`;
    names.push(match[0]);
    last = match.index + match[0].length;
  }
  const seconds = names.includes('05') && !names.some((name) => /^[.,]/.test(name));
  pattern = seconds ? addFraction(pattern, names) : pattern;
  const found = new RegExp(`^${pattern}${escapeText(layout.slice(last))}$`, 'i').exec(text);
  if (found === null) return undefined;
  return assemble(new Map(names.map((name, index) => [name, found[index + 1] ?? ''])));
}

/** A fraction may follow the seconds although the layout has none. */
function addFraction(pattern: string, names: string[]): string {
  const index = names.indexOf('05');
  names.splice(index + 1, 0, '.9');
  let group = -1;
  return pattern.replace(/\((?!\?)[^()]*\)/g, (whole) => {
    group += 1;
    return group === index ? `${whole}([.,][0-9]+)?` : whole;
  });
}

function patternOf(token: string): string {
  if (token === 'January') return MONTHS.join('|');
  if (token === 'Jan') return MONTHS.map((month) => month.slice(0, 3)).join('|');
  if (token === 'Monday') return WEEKDAYS.join('|');
  if (token === 'Mon') return WEEKDAYS.map((day) => day.slice(0, 3)).join('|');
  if (token === 'MST') return '[A-Z]{3,4}';
  if (token === 'PM' || token === 'pm') return 'am|pm';
  if (/^[-Z]/.test(token)) {
    const digits = token.slice(1).replace(/[0-9]/g, '[0-9]');
    return token.startsWith('Z') ? `Z|[-+]${digits}` : `[-+]${digits}`;
  }
  if (/^[.,]0/.test(token)) return `[.,][0-9]{${token.length - 1}}`;
  if (/^[.,]9/.test(token)) return '[.,][0-9]+|';
  if (token === '2006') return '[0-9]{4}';
  if (token === '002' || token === '__2') return '[ 0-9]{3}';
  return /^0|15/.test(token) ? '[0-9]{2}' : '[ 0-9]?[0-9]';
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function assemble(parts: ReadonlyMap<string, string>): ParsedTime | undefined {
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => parts.get(name)).find((part) => part !== undefined);
  const number = (fallback: number, ...names: readonly string[]): number => Number(first(...names) ?? fallback);
  const monthName = first('January', 'Jan');
  const month =
    monthName === undefined
      ? number(1, '01', '1')
      : MONTHS.findIndex((name) => name.toLowerCase().startsWith(monthName.toLowerCase())) + 1;
  const short = first('06');
  const year = short === undefined ? number(0, '2006') : Number(short) + (Number(short) >= 69 ? 1900 : 2000);
  const half = first('PM', 'pm')?.toLowerCase();
  const hour =
    half === undefined ? number(0, '15', '03', '3') : (number(0, '03', '3', '15') % 12) + (half === 'pm' ? 12 : 0);
  const date = new Date(Date.UTC(2000, 0, 1, hour, number(0, '04', '4'), number(0, '05', '5')));
  date.setUTCFullYear(year, month - 1, number(1, '02', '_2', '2'));
  if (date.getUTCMonth() !== month - 1) return undefined;
  const fraction = [...parts].find(([name, value]) => /^[.,]/.test(name) && value !== '')?.[1].slice(1) ?? '';
  const zone = [...parts].find(([name]) => /^[-Z]0/.test(name))?.[1];
  const offsetSeconds = zone === undefined ? undefined : readOffset(zone);
  const ns = BigInt(date.getTime()) * 1_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return { ns: ns - BigInt(offsetSeconds ?? 0) * 1_000_000_000n, offsetSeconds };
}

function readOffset(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (zone.match(/[0-9]{2}/g) ?? []).map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}
