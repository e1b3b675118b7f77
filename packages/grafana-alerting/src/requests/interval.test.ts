import { calculateInterval, formatGoDuration, formatInterval, parseInterval } from './interval';
import { RequestError } from './request-error';

test.each([
  ['30s', 30_000],
  ['30', 30_000],
  ['<10s', 10_000],
  ['>1m', 60_000],
  ['1.5m', 90_000],
  ['1h30m', 5_400_000],
  ['2d', 172_800_000],
  ['500ms', 500],
])('%s is %d ms', (text, ms) => {
  expect(parseInterval(text)).toBe(ms);
});

test.each(['', 'abc', '<=40s', '=25s', '1x', '-1m'])('%j is no interval', (text) => {
  expect(() => parseInterval(text)).toThrow(RequestError);
});

test.each([
  [600_000, 1000, 43_200, 1000],
  [600_000, 1000, 100, 5000],
  [600_000, 1000, 10, 60_000],
  [86_400_000, 1000, 1000, 60_000],
])('a range of %d ms, at least %d ms apart, in %d points has a step of %d ms', (range, least, points, step) => {
  expect(calculateInterval(range, least, points)).toBe(step);
});

test.each([
  [1000, '1s', '1s'],
  [90_000, '1m', '1m30s'],
  [60_000, '1m', '1m0s'],
  [500, '500ms', '500ms'],
  [3_600_000, '1h', '1h0m0s'],
])('%d ms is %s as a variable and %s in Go', (ms, variable, go) => {
  expect([formatInterval(ms), formatGoDuration(ms)]).toEqual([variable, go]);
});
