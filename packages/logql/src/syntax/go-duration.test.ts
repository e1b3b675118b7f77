import { DurationError } from '@firedrill/timeseries';
import { formatGoDuration, parseGoDuration, parseQueryDuration } from './go-duration';

test.each([
  ['1h30m', 5400e9],
  ['-1.5s', -1.5e9],
  ['+3ms', 3e6],
  ['300us', 3e5],
  ['2µs', 2e3],
  ['.5s', 5e8],
  ['1.s', 1e9],
  ['0', 0],
  ['100ns', 100],
])('%s is %d nanoseconds', (text, expected) => {
  expect(parseGoDuration(text)).toBe(expected);
});

test.each([
  ['', 'time: invalid duration ""'],
  ['-', 'time: invalid duration "-"'],
  ['abc', 'time: invalid duration "abc"'],
  ['90', 'time: missing unit in duration "90"'],
  ['1d', 'time: unknown unit "d" in duration "1d"'],
  ['.s', 'time: invalid duration ".s"'],
  ['9999999h', 'time: invalid duration "9999999h"'],
])('"%s" is refused: %s', (text, message) => {
  expect(() => parseGoDuration(text)).toThrow(new DurationError(message));
});

test.each([
  ['1d', 86_400e9],
  ['1w', 604_800e9],
  ['1.5m', 90e9],
  ['5', undefined],
  ['-1d', undefined],
])('in a query %s is %s', (text, expected) => {
  expect(parseQueryDuration(text)).toBe(expected);
});

test.each([
  [0, '0s'],
  [5400e9, '1h30m'],
  [-1_500_000_001, '-1s500ms1ns'],
])('%d nanoseconds print as %s', (nanoseconds, expected) => {
  expect(formatGoDuration(nanoseconds)).toBe(expected);
  expect(parseQueryDuration(expected)).toBe(nanoseconds);
});
