import { parseNotedSeries, parsePoints } from './series-notation';

test.each([
  ['1 -2.5 +3 1e3', [1, -2.5, 3, 1000]],
  ['NaN Inf -Inf', [NaN, Infinity, -Infinity]],
  ['5x2', [5, 5, 5]],
  ['0+10x3', [0, 10, 20, 30]],
  ['0.1+0.1x2', [0.1, 0.2, 0.30000000000000004]],
  ['5-2x2', [5, 3, 1]],
  ['-1+1e1x1', [-1, 9]],
  ['0x3', [0, 0, 0, 0]],
  ['_ 1 _x2 stale', ['none', 1, 'none', 'none', 'stale']],
  ['{{schema:0 count:1}}x1 2', ['histogram', 'histogram', 2]],
  ['', []],
])('%s', (text, expected) => {
  expect(parsePoints(text)).toEqual(expected);
});

test.each(['abc', '1+x2', 'NaNx3', '-Infx2', '1,2'])('"%s" is refused', (text) => {
  expect(() => parsePoints(text)).toThrow('got');
});

test.each([
  ['up 1', { __name__: 'up' }],
  ['up{} 1', { __name__: 'up' }],
  ['{} 1', {}],
  [`up{a="}", b='"', c=\`{\`} 1`, { __name__: 'up', a: '}', b: '"', c: '{' }],
  ['{__name__="x", "a-b"="1"} 1', { __name__: 'x', 'a-b': '1' }],
  ['up {{count:1}} 1', { __name__: 'up' }],
])('%s names its labels', (text, labels) => {
  expect(parseNotedSeries(text).labels.toObject()).toEqual(labels);
});

test('what is not a series is refused', () => {
  expect(() => parseNotedSeries('5 1')).toThrow('expected a series');
});
