import { expandText, UnreadableFileError } from './expand';

const sources = {
  environment: { NAME: 'value', DOLLAR: 'a$NAME', EMPTY: '' },
  readFile: (path: string) => (path === '/secret' ? ' word\n' : undefined),
};

test.each([
  ['$NAME', 'value'],
  ['${NAME}', 'value'],
  ['$__env{NAME}', 'value'],
  ['$__file{/secret}', 'word'],
  ['pre$NAME-post', 'prevalue-post'],
  ['$NAME_X', ''],
  ['$EMPTY$MISSING', ''],
  ['$$NAME', '$NAME'],
  ['$$$NAME', '$value'],
  ['$DOLLAR', 'a$NAME'],
  ['$__env{DOLLAR}', 'avalue'],
  ['costs 5$', 'costs 5$'],
  ['$ x $. $%', '$ x $. $%'],
  ['$1 $* $# x', '   x'],
  ['${}', ''],
  ['${NAME', 'NAME'],
  ['{{ $labels.x }}', '{{ .x }}'],
  ['{{ $$labels.x }}', '{{ $labels.x }}'],
])('%s becomes %j', (text, expected) => {
  expect(expandText(text, sources)).toBe(expected);
});

test('a file that cannot be read is an error that names it', () => {
  expect(() => expandText('$__file{/nowhere}', sources)).toThrow(new UnreadableFileError('/nowhere'));
});
