import { Labels } from '@firedrill/timeseries';
import { jsonPathsStage } from './json-paths-stage';
import { jsonStage } from './json-stage';
import { LineLabels } from './line-labels';
import { ALL_LABELS, ParserHints, type LabelNeeds } from './parser-hints';
import type { LineStage } from './line-stage';

function parse(stage: LineStage, line: string, needs: LabelNeeds = ALL_LABELS): Record<string, string> {
  const labels = new LineLabels(Labels.of({ app: 'api' }), new ParserHints(needs));
  labels.reset(undefined);
  stage(line, labels);
  return labels.result({ kind: 'all' }).drop(['app']).toObject();
}

test.each([
  {
    name: 'numbers as they are written',
    line: '{"a":1.50,"b":1e3,"c":01}',
    expected: { a: '1.50', b: '1e3', c: '01' },
  },
  { name: 'escapes', line: String.raw`{"a":"\u00e9\n\/\"","b":"\ud83d\ude00"}`, expected: { a: 'é\n/"', b: '😀' } },
  {
    name: 'a broken escape as an empty value',
    line: String.raw`{"a":"\x","b":"\ud800","c":"1"}`,
    expected: { a: '', b: '', c: '1' },
  },
  { name: 'names cleaned', line: '{" a.b ":1,"9x":2,"ключ":3}', expected: { a_b: '1', _9x: '2', ____: '3' } },
  {
    name: 'nested names joined, blank ones left out',
    line: '{"a":{"":1,"b":{"c":2}},"":{"d":3}}',
    expected: { a: '1', a_b_c: '2', d: '3' },
  },
  { name: 'arrays and null left out', line: '{"a":[1,{"x":"]"}],"b":null,"c":"1"}', expected: { c: '1' } },
  { name: 'the first of a name', line: '{"a":1,"a":2}', expected: { a: '1' } },
  { name: 'the name of a stream label with a suffix', line: '{"app":"x"}', expected: { app_extracted: 'x' } },
  { name: 'nothing after the object', line: '{"a":1} {"b":', expected: { a: '1' } },
])('keeps $name', ({ line, expected }) => {
  expect(parse(jsonStage, line)).toEqual(expected);
});

test.each([
  ['[1]', `Value looks like object, but can't find closing '}' symbol`],
  ['', `Value looks like object, but can't find closing '}' symbol`],
  ['{', 'Malformed JSON error'],
  ['{a:1}', `Value looks like object, but can't find closing '}' symbol`],
  ['{"a', 'Malformed JSON error'],
  ['{"a" 1}', 'Malformed JSON error'],
  ['{"a":', 'Malformed JSON error'],
  ['{"a":1', `Value is array, but can't find closing ']' symbol`],
  ['{"a":1,', `Value is array, but can't find closing ']' symbol`],
  ['{"a":1 "b":2}', `Value looks like object, but can't find closing '}' symbol`],
  ['{"a":"x', `Value is string, but can't find closing '"' symbol`],
  ['{"a":{"b":1', `Value looks like object, but can't find closing '}' symbol`],
  ['{"a":["]"', `Value is array, but can't find closing ']' symbol`],
  ['{"a":{"b', `Value looks like object, but can't find closing '}' symbol`],
  ['{"a":truth}', 'Unknown value type'],
  [String.raw`{"\x":1}`, 'Encountered an invalid escape sequence in a string'],
])('%s fails: %s', (line, details) => {
  expect(parse(jsonStage, line)).toMatchObject({ __error__: 'JSONParserErr', __error_details__: details });
});

describe('with few labels needed', () => {
  test('reads no further than the last of them', () => {
    expect(parse(jsonStage, '{"x":1,"a":2,"broken', { required: ['a'], nothing: false })).toEqual({ a: '2' });
  });

  test('does not look into objects that cannot have one', () => {
    expect(parse(jsonStage, '{"x":{"y":broken},"a":{"b":1}}', { required: ['a_b'], nothing: false })).toEqual({
      a_b: '1',
    });
  });

  test('does not run when none is', () => {
    expect(parse(jsonStage, 'broken', { required: undefined, nothing: true })).toEqual({});
  });
});

describe('with paths', () => {
  const paths = (...texts: readonly string[]): LineStage =>
    jsonPathsStage(texts.map((path, index) => ({ target: 'abcdef'.charAt(index), path, span: { start: 0, end: 0 } })));

  test.each([
    {
      name: 'members, elements and quoted names',
      texts: ['x.y', 'l[1].z', '["a b"]'],
      line: '{"x":{"y":1},"l":[0,{"z":"v"}],"a b":true}',
      expected: { a: '1', b: 'v', c: 'true' },
    },
    { name: 'nested arrays', texts: ['l[1][0]', '[0]'], line: '{"l":[[1],["two"]]}', expected: { a: 'two', b: '' } },
    { name: 'an array at the top', texts: ['[1]', '[2].x'], line: '["a","b",{"x":1}]', expected: { a: 'b', b: '1' } },
    {
      name: 'raw text of objects and arrays, nothing of null',
      texts: ['o', 'l', 'n'],
      line: '{"o":{"k":1},"l":[1],"n":null}',
      expected: { a: '{"k":1}', b: '[1]', c: '' },
    },
    { name: 'what stands behind broken text', texts: ['b'], line: '{"a":1 "b":2}', expected: { a: '2' } },
    {
      name: 'no key in the text of another value',
      texts: ['k'],
      line: String.raw`{"a":"{\"k\":1}","k":"2"}`,
      expected: { a: '2' },
    },
    { name: 'nothing of an array without end', texts: ['l[0]', 'z'], line: '{"l":["x', expected: { a: '', b: '' } },
    {
      name: 'nothing behind what cannot be read in an array',
      texts: ['l[1]', 'z'],
      line: '{"l":[tru,1],"z":2}',
      expected: { a: '', b: '2' },
    },
    { name: 'nothing of a string without end', texts: ['b'], line: '{"a":"x', expected: { a: '' } },
  ])('finds $name', ({ texts, line, expected }) => {
    expect(parse(paths(...texts), line)).toEqual(expected);
  });

  test.each(['text', '  {}'])('a line that does not begin as JSON fails: %s', (line) => {
    expect(parse(paths('a'), line)).toEqual({ __error__: 'JSONParserErr' });
  });

  test('a value that cannot be read fails', () => {
    expect(parse(paths('a'), '{"a":tru}')).toMatchObject({ __error__: 'JSONParserErr', a: '' });
  });
});
