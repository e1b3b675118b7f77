import type { ConfigNode } from '@firedrill/config-file';
import type { TimeRange } from './notification-model';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** One kind of calendar range: how a single value reads, and what is wrong with a range of two good values. */
export interface RangeKind {
  readonly code: string;
  readonly expected: string;
  readonly parse: (text: string) => number | undefined;
  readonly isReversed: (start: number, end: number) => boolean;
}

export const WEEKDAY: RangeKind = {
  code: 'bad-weekday',
  expected: 'a weekday such as monday, or a range such as monday:friday within a week that starts on Sunday',
  parse: (text) => indexOf(WEEKDAYS, text),
  isReversed: (start, end) => start > end,
};

export const DAY_OF_MONTH: RangeKind = {
  code: 'bad-day-of-month',
  expected: 'a day from 1 to 31, or from -1 to -31 counted from the end, or a range such as 1:5',
  parse: (text) => {
    const day = integer(text);
    return day === undefined || day === 0 || Math.abs(day) > 31 ? undefined : day;
  },
  isReversed: (start, end) => (start < 0 && end > 0) || fromStart(start) > fromStart(end),
};

export const MONTH: RangeKind = {
  code: 'bad-month',
  expected: 'a month such as 5 or may, or a range such as may:august within a year',
  parse: (text) => {
    const index = indexOf(MONTHS, text);
    return index === undefined ? integer(text) : index + 1;
  },
  isReversed: (start, end) => start > end,
};

export const YEAR: RangeKind = {
  code: 'bad-year',
  expected: 'a year such as 2026, or a range such as 2026:2028',
  parse: integer,
  isReversed: (start, end) => start > end,
};

/** `monday` or `monday:friday`; undefined (reported) when it is not. */
export function parseRange(node: ConfigNode, { code, expected, parse, isReversed }: RangeKind): TimeRange | undefined {
  const source = node.source;
  if (source === undefined) {
    node.expect('string');
    return undefined;
  }
  const [first = '', last = first, ...more] = source.toLowerCase().split(':');
  const start = parse(first);
  const end = parse(last);
  if (start !== undefined && end !== undefined && more.length === 0 && !isReversed(start, end)) return { start, end };
  node.report('error', `expected ${expected}, got ${JSON.stringify(source)}`, { code });
  return undefined;
}

function indexOf(names: readonly string[], text: string): number | undefined {
  const index = names.indexOf(text);
  return index === -1 ? undefined : index;
}

function integer(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** The last days are compared as if a month had 30: only what is reversed in every month is wrong. */
function fromStart(day: number): number {
  return day < 0 ? 30 + day : day;
}
