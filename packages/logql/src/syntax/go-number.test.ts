import { GoNumberError, parseGoFloat } from './go-number';
import { parseByteSize } from './byte-size';

test.each([
  ['42', 42],
  ['-4.2e1', -42],
  ['.5', 0.5],
  ['5.', 5],
  ['1_000', 1000],
  ['+Inf', Infinity],
  ['-infinity', -Infinity],
  ['NaN', NaN],
  ['0x1p4', 16],
  ['-0x1.8p1', -3],
])('%s is %d', (text, expected) => {
  expect(parseGoFloat(text)).toBe(expected);
});

test.each([
  ['', 'strconv.ParseFloat: parsing "": invalid syntax'],
  ['0x2A', 'strconv.ParseFloat: parsing "0x2A": invalid syntax'],
  ['1__0', 'strconv.ParseFloat: parsing "1__0": invalid syntax'],
  ['-NaN', 'strconv.ParseFloat: parsing "-NaN": invalid syntax'],
  ['0xp1', 'strconv.ParseFloat: parsing "0xp1": invalid syntax'],
  [' 1', 'strconv.ParseFloat: parsing " 1": invalid syntax'],
  ['1e400', 'strconv.ParseFloat: parsing "1e400": value out of range'],
])('"%s" is refused: %s', (text, message) => {
  expect(() => parseGoFloat(text)).toThrow(new GoNumberError(message));
});

test.each([
  ['5', 5],
  ['1.5MB', 1_500_000],
  ['2 KiB', 2048],
  ['3 gb', 3e9],
  ['1,024B', 1024],
  ['1k', 1000],
  ['1.9B', 1],
])('%s is %d bytes', (text, expected) => {
  expect(parseByteSize(text)).toBe(expected);
});

test.each([
  ['abc', 'strconv.ParseFloat: parsing "": invalid syntax'],
  ['5 apples', 'unhandled size name: apples'],
  ['99999EB', 'too large: 99999EB'],
])('the size %s is refused: %s', (text, message) => {
  expect(() => parseByteSize(text)).toThrow(new GoNumberError(message));
});
