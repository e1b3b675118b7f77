import fc from 'fast-check';
import { DurationError, formatDuration, parseDuration } from './duration';

test.each([
  ['0', 0],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['1d', 86_400_000],
  ['2w', 1_209_600_000],
  ['1y', 31_536_000_000],
  ['1m1ms', 60_001],
  ['0s', 0],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '5', '5x', '1.5m', '30m1h', '1h1h', '-5m', ' 5m', '5 m'])('"%s" is refused', (text) => {
  expect(() => parseDuration(text)).toThrow(DurationError);
});

test('a duration that Prometheus cannot hold is refused', () => {
  expect(() => parseDuration('293y')).toThrow('out of range');
});

test.each([
  [0, '0s'],
  [5_400_000, '1h30m'],
  [90 * 86_400_000, '90d'],
  [14 * 86_400_000, '2w'],
  [365 * 86_400_000, '1y'],
  [1, '1ms'],
  [-300_000, '-5m'],
])('%d ms is written %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test('what is written reads back', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 40 }), (milliseconds) => {
      expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
    }),
  );
});
