import fc from 'fast-check';
import { readJsonFields } from './json-fields';

test.each([
  ['{"a":1,"b":"x","c":null}', ['b', 'a'], ['x', 1]],
  ['{ "a" : -1.5e3 , "b" : true }', ['a', 'b', 'c'], [-1500, true, undefined]],
  ['{"a":1,"a":2}', ['a'], [2]],
  ['{"b":""}', ['b'], ['']],
])('%s: %j are %j', (text, names, values) => {
  expect(readJsonFields(text, names)).toEqual(values);
});

test.each([
  '',
  '[]',
  '{"a":1',
  '{"a":01}',
  '{"a":1}x',
  '{"a":1,}',
  '{a:1}',
  '{"a" 1}',
  '{"a":"x}',
  '{"a":"\\n"}',
  '{"a":{}}',
])('%s is left to JSON.parse', (text) => {
  expect(readJsonFields(text, ['a'])).toBeUndefined();
});

test('a text is read as JSON.parse reads it, or not at all', () => {
  const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.array(fc.integer()));
  const valid = fc
    .dictionary(fc.constantFrom('a', 'b', 'c d', 'é', '__proto__'), value)
    .map((object) => JSON.stringify(object));
  const broken = fc
    .tuple(valid, fc.nat(), fc.constantFrom('', '"', ',', '}', ' ', '0', ':', 'e', '\t'))
    .map(([text, at, part]) => text.slice(0, at % (text.length + 1)) + part + text.slice((at % (text.length + 1)) + 1));
  const names = ['a', 'é', '__proto__', 'nosuch'];
  fc.assert(
    fc.property(fc.oneof(valid, broken), (text) => {
      const read = readJsonFields(text, names);
      if (read === undefined) return;
      const parsed = JSON.parse(text) as Record<string, unknown>;
      expect(read).toEqual(names.map((name) => (Object.hasOwn(parsed, name) ? parsed[name] : undefined)));
    }),
    { numRuns: 2000 },
  );
});

test('a line with many fields is read, not left to JSON.parse', () => {
  const line = JSON.stringify({ level: 'info', time: 1_700_000_000_000, durationMs: 1.25, msg: 'request completed' });
  expect(readJsonFields(line, ['time', 'level'])).toEqual([1_700_000_000_000, 'info']);
});
