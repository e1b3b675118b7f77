/** RFC 3339 as Go writes it: no fraction when there is none; Go's zero time for undefined. */
export function wireTime(timeMs: number | undefined): string {
  if (timeMs === undefined) return '0001-01-01T00:00:00Z';
  return new Date(timeMs).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** What the parts of Go's reference time stand for. */
const PARTS: Readonly<Record<string, (parts: ReadonlyMap<string, string>) => string>> = {
  '2006': (parts) => part(parts, 'year').padStart(4, '0'),
  January: (parts) => part(parts, 'month'),
  Jan: (parts) => part(parts, 'month').slice(0, 3),
  Monday: (parts) => part(parts, 'weekday'),
  Mon: (parts) => part(parts, 'weekday').slice(0, 3),
  MST: (parts) => part(parts, 'zone'),
  '01': (parts) => part(parts, 'monthNumber').padStart(2, '0'),
  '02': (parts) => part(parts, 'day').padStart(2, '0'),
  '03': (parts) => hour12(parts).padStart(2, '0'),
  '04': (parts) => part(parts, 'minute').padStart(2, '0'),
  '05': (parts) => part(parts, 'second').padStart(2, '0'),
  '06': (parts) => part(parts, 'year').slice(-2),
  '15': (parts) => part(parts, 'hour').padStart(2, '0'),
  PM: (parts) => (Number(part(parts, 'hour')) < 12 ? 'AM' : 'PM'),
  '-07:00': (parts) => part(parts, 'offset'),
  '-0700': (parts) => part(parts, 'offset').replace(':', ''),
  'Z07:00': (parts) => (part(parts, 'offset') === '+00:00' ? 'Z' : part(parts, 'offset')),
  '1': (parts) => part(parts, 'monthNumber'),
  '2': (parts) => part(parts, 'day'),
  '3': hour12,
  '4': (parts) => part(parts, 'minute'),
  '5': (parts) => part(parts, 'second'),
};
const LAYOUT = /2006|January|Jan|Monday|Mon|MST|-07:00|-0700|Z07:00|0[1-6]|15|PM|[1-5]/g;

/** A time in a Go layout such as `2006-01-02 15:04:05`. */
export function formatTime(
  { timeMs, zone }: { readonly timeMs: number | undefined; readonly zone: string },
  layout: string,
): string {
  const parts = timeParts(timeMs ?? -62_135_596_800_000, zone);
  return layout.replace(LAYOUT, (name) => PARTS[name]?.(parts) ?? name);
}

function part(parts: ReadonlyMap<string, string>, name: string): string {
  return parts.get(name) ?? '';
}

function hour12(parts: ReadonlyMap<string, string>): string {
  return String(((Number(part(parts, 'hour')) + 11) % 12) + 1);
}

function timeParts(timeMs: number, timeZone: string): ReadonlyMap<string, string> {
  const collect = (options: Intl.DateTimeFormatOptions): ReadonlyMap<string, string> =>
    new Map(
      new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...options })
        .formatToParts(timeMs)
        .map(({ type, value }) => [type, value]),
    );
  const clock = collect({
    ...{ year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const offset = collect({ timeZoneName: 'longOffset' }).get('timeZoneName')?.replace('GMT', '') ?? '';
  return new Map([
    ...clock,
    ['monthNumber', collect({ month: 'numeric' }).get('month') ?? ''],
    ['offset', offset === '' ? '+00:00' : offset],
    ['zone', timeZone === 'UTC' ? 'UTC' : (collect({ timeZoneName: 'short' }).get('timeZoneName') ?? '')],
  ]);
}
