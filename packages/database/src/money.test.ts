import fc from 'fast-check';
import { centsFromNumeric, numericFromCents } from './index';

test.each([
  ['12.30', 1230],
  ['0.05', 5],
  ['-0.05', -5],
  ['7', 700],
  ['7.5', 750],
  ['9999999999.99', 999999999999],
  ['12.3000', 1230],
])('%s is %d cents', (numeric, cents) => {
  expect(centsFromNumeric(numeric)).toBe(cents);
});

test.each(['', '12.345', '1e3', 'NaN', '12,30'])('"%s" is refused', (numeric) => {
  expect(() => centsFromNumeric(numeric)).toThrow(`expected an amount with two decimals, got "${numeric}"`);
});

test('cents survive the way there and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (cents) => {
      expect(centsFromNumeric(numericFromCents(cents))).toBe(cents);
    }),
  );
});

test('a fraction of a cent is refused', () => {
  expect(() => numericFromCents(0.5)).toThrow('expected whole cents, got 0.5');
});
