import { formatFixed, formatValue } from './format-value';

test.each([
  [1.5, '1.5', '1.5'],
  [100, '100', '100'],
  [-0, '-0', '-0'],
  [NaN, 'NaN', 'NaN'],
  [Infinity, '+Inf', '+Inf'],
  [-Infinity, '-Inf', '-Inf'],
  [1e21, '1e+21', '1000000000000000000000'],
  [-1.25e22, '-1.25e+22', '-12500000000000000000000'],
  [1e-7, '1e-07', '0.0000001'],
  [1.5e-10, '1.5e-10', '0.00000000015'],
  [0.000001, '0.000001', '0.000001'],
  [0.30000000000000004, '0.30000000000000004', '0.30000000000000004'],
])('%d is %s on the wire and %s in a label', (value, wire, label) => {
  expect(formatValue(value)).toBe(wire);
  expect(formatFixed(value)).toBe(label);
});
