import { formatFloat } from './format-float';

test.each([
  [0, 'g', undefined, '0'],
  [-0, 'g', undefined, '-0'],
  [1.5, 'g', undefined, '1.5'],
  [999_999, 'g', undefined, '999999'],
  [1e6, 'g', undefined, '1e+06'],
  [1_234_567.5, 'g', undefined, '1.2345675e+06'],
  [0.0001, 'g', undefined, '0.0001'],
  [0.00001, 'g', undefined, '1e-05'],
  [1e100, 'g', undefined, '1e+100'],
  [1e21, 'f', undefined, '1000000000000000000000'],
  [1e-7, 'f', undefined, '0.0000001'],
  [1, 'e', undefined, '1e+00'],
  [2.5, 'f', 0, '2'],
  [3.5, 'f', 0, '4'],
  [-2.345, 'f', 2, '-2.35'],
  [0.125, 'f', 2, '0.12'],
  [1e22, 'f', 1, '10000000000000000000000.0'],
  [1234.5678, 'e', 3, '1.235e+03'],
  [9.9999, 'e', 2, '1.00e+01'],
  [0, 'e', 2, '0.00e+00'],
  [1_234_567, 'g', 4, '1.235e+06'],
  [1000, 'g', 4, '1000'],
  [9999.9, 'g', 4, '1e+04'],
  [0.00012345, 'g', 4, '0.0001234'],
  [5e-324, 'g', undefined, '5e-324'],
  [NaN, 'g', undefined, 'NaN'],
  [Infinity, 'f', 2, '+Inf'],
  [-Infinity, 'g', undefined, '-Inf'],
] as const)('%d as %%%s with precision %s is %s', (value, verb, precision, expected) => {
  expect(formatFloat(value, verb, precision)).toBe(expected);
});

test.each([
  [0.125, 'f', 2, '0.12'],
  [0.375, 'f', 2, '0.38'],
  [2.5, 'f', 0, '2'],
  [0.5, 'f', 0, '0'],
  [1.005, 'f', 2, '1.00'],
  [12345, 'g', 4, '1.234e+04'],
  [9.9995, 'g', 4, '9.999'],
  [9.99951, 'g', 4, '10'],
  [2.5, 'e', 0, '2e+00'],
] as const)('%d in %%.%s with %d digits rounds ties to the even digit: %s', (value, verb, precision, expected) => {
  expect(formatFloat(value, verb, precision)).toBe(expected);
});
