import { formatValue } from './format-value';

test.each([
  [1 / 3, '0.3333333333333333'],
  [1e21, '1000000000000000000000'],
  [1.5e22, '15000000000000000000000'],
  [-1e-10, '-0.0000000001'],
  [1.25e-7, '0.000000125'],
  [-0, '-0'],
  [NaN, 'NaN'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
])('%d prints as %s', (value, expected) => {
  expect(formatValue(value)).toBe(expected);
});
