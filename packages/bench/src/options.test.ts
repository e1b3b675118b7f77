import { readOptions } from './options';

const KNOWN = ['a', 'b', 'c'];

test.each<[string, readonly string[], object]>([
  ['nothing means all', [], { benches: KNOWN, json: false, minutes: 1 }],
  ['names are separated by commas', ['c,a'], { benches: ['c', 'a'], json: false, minutes: 1 }],
  ['options stand beside names', ['--json', 'b', '--minutes', '10'], { benches: ['b'], json: true, minutes: 10 }],
])('%s', (_, args, expected) => {
  expect(readOptions(args, KNOWN)).toEqual(expected);
});

test.each<[string, readonly string[], string]>([
  ['an unknown bench is refused with the known ones', ['d'], 'there is no bench d; there are a, b, c'],
  ['minutes must be positive', ['--minutes', '0'], '--minutes takes a positive number, got "0"'],
])('%s', (_, args, message) => {
  expect(() => readOptions(args, KNOWN)).toThrow(new RangeError(message));
});
