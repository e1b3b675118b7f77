import { sprintf } from './printf';
import { GoMap, GoStruct, type GoValue } from './value';

const capture = new GoStruct('capture', { Value: 81.25 }, '81.25');

test.each<[string, GoValue[], string]>([
  ['%d|%5d|%-5d|%05d|%+d', [5n, 5n, 5n, -5n, 5n], '5|    5|5    |-0005|+5'],
  ['%x %X %o %b %c %U %q', [255n, 255n, 8n, 5n, 97n, 10003n, 97n], "ff FF 10 101 a U+2713 'a'"],
  ['%#x %#o', [255n, 8n], '0xff 010'],
  ['%f %.2f %8.2f| %-8.1f| %08.2f', [1.5, 81.256, 81.25, 2, -1.5], '1.500000 81.26    81.25| 2.0     | -0001.50'],
  ['%e %G %.3g %v', [1_234_567.891, 1e-10, 1_234_567.891, 1e6], '1.234568e+06 1E-10 1.23e+06 1e+06'],
  ['%s|%5s|%-5s|%.2s|%q|%x', ['a', 'b', 'c', 'größe', 'say "hi"\n', 'hi'], 'a|    b|c    |gr|"say \\"hi\\"\\n"|6869'],
  ['%t %v', [true, false], 'true false'],
  ['%v %s %T', [capture, capture, 1.5], '81.25 81.25 float64'],
  ['%v %s', [GoMap.ofStrings({ b: '2', a: '1' }), ['x', 'y']], 'map[a:1 b:2] [x y]'],
  ['%v', [null], '<nil>'],
  ['%*d|%-*d|%.*f', [4n, 1n, 4n, 1n, 1n, 2.25], '   1|1   |2.2'],
  ['%[2]d %[1]d', [1n, 2n], '2 1'],
  ['100%%', [], '100%'],
])('%s of %j is %s', (format, args, expected) => {
  expect(sprintf(format, args)).toBe(expected);
});

test.each<[string, GoValue[], string]>([
  ['%d', [81.25], '%!d(float64=81.25)'],
  ['%d', ['x'], '%!d(string=x)'],
  ['%s', [5n], '%!s(int=5)'],
  ['%s', [], '%!s(MISSING)'],
  ['%', [], '%!(NOVERB)'],
  ['x', [1n, 'a'], 'x%!(EXTRA int=1, string=a)'],
  ['%[3]d', [1n], '%!d(BADINDEX)'],
  ['%d', [null], '%!d(<nil>)'],
])('a wrong use is shown in the text, as Go does: %s of %j', (format, args, expected) => {
  expect(sprintf(format, args)).toBe(expected);
});
