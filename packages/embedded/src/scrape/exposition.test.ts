import fc from 'fast-check';
import { ExpositionError, type ExpositionReader } from './exposition-reader';
import { readExposition } from './exposition';
import { readOpenMetrics } from './openmetrics';
import { parseSeriesText } from './series-text';

function read(text: string, parse: (text: string, reader: ExpositionReader) => void): string[] {
  const found: string[] = [];
  let metricType = '';
  parse(text, {
    knows: () => false,
    meet: (series) => void parseSeriesText(series, metricType, parse === readOpenMetrics),
    sample: (series, value, time) => {
      const labels = parseSeriesText(series, metricType, false);
      found.push(
        `${labels.map(([name, label]) => `${name}=${label}`).join(',')} ${value}${time === undefined ? '' : ` @${time}`}`,
      );
    },
    type: (metric, type) => {
      metricType = type;
      found.push(`TYPE ${metric} ${type}`);
    },
    help: (metric, help) => void found.push(`HELP ${metric} ${help}`),
    unit: (metric, unit) => void found.push(`UNIT ${metric} ${unit}`),
  });
  return found;
}

test.each([
  ['a 1', ['__name__=a 1']],
  ['a 1 1700000000000\n', ['__name__=a 1 @1700000000000']],
  ['a{x="1",y="a\\"b\\\\c\\nd",} +Inf\n', ['__name__=a,x=1,y=a"b\\c\nd Infinity']],
  ['{"a.b","x.y"="1"} 1e3\n', ['__name__=a.b,x.y=1 1000']],
  ['a{x="}{ # \n"} 1\n', ['__name__=a,x=}{ # \n 1']],
  [' a 1\n', ['__name__= a 1']],
  ['# HELP a one\\ntwo\n# TYPE a gauge\n# plain\n\na NaN\n', ['HELP a one\ntwo', 'TYPE a gauge', '__name__=a NaN']],
  [
    '# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="1e6"} 2\n',
    ['TYPE h histogram', '__name__=h_bucket,le=1.0 2', '__name__=h_bucket,le=1e+06 2'],
  ],
])('%j is read', (text, expected) => {
  expect(read(text, readExposition)).toEqual(expected);
});

test.each([
  'a',
  'a \n',
  'a 1\r\n',
  'a 0x10\n',
  'a 1_000\n',
  'a 1e309\n',
  'a +NaN\n',
  'a 1 2.5\n',
  'a{x=1} 1\n',
  'a{x="1} 1\n',
  'a{,} 1\n',
  '{x="1"} 1\n',
  'a{"b"} 1\n',
  '1a 1\n',
  '# TYPE a thing\n',
])('%j is refused', (text) => {
  expect(() => read(text, readExposition)).toThrow(ExpositionError);
});

test.each([
  [
    '# TYPE a counter\na_total 1 1700000000.5 # {id="x"} 0.5\n# EOF\n',
    ['TYPE a counter', '__name__=a_total 1 @1700000000500'],
  ],
  ['', []],
  ['# EOF', []],
])('OpenMetrics %j is read', (text, expected) => {
  expect(read(text, readOpenMetrics)).toEqual(expected);
});

test.each([
  'a 1\n',
  'a  1\n# EOF\n',
  'a 1\n# EOF\n\n',
  '# comment\n# EOF\n',
  '# TYPE a untyped\n# EOF\n',
  'a 1 # {} \n# EOF\n',
])('OpenMetrics %j is refused', (text) => {
  expect(() => read(text, readOpenMetrics)).toThrow(ExpositionError);
});

test.each([readExposition, readOpenMetrics])('any text is read or refused with an ExpositionError', (parse) => {
  const piece = fc.constantFrom(
    'a',
    '{',
    '}',
    '"',
    'x="1"',
    ',',
    ' ',
    '\n',
    '1',
    '# ',
    'TYPE',
    'EOF',
    '\\',
    '.5',
    'NaN',
    '\t',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        read(pieces.join(''), parse);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpositionError);
      }
    }),
  );
});
