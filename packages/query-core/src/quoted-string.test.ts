import { readQuotedString } from './quoted-string';
import { SourceCursor } from './source-cursor';

const read = (text: string): string => readQuotedString(new SourceCursor(text));

test.each([
  [`"plain"`, 'plain'],
  [`'single'`, 'single'],
  ['`raw \\n " text`', 'raw \\n " text'],
  [String.raw`"a\tb\n\\\""`, 'a\tb\n\\"'],
  [String.raw`'\''`, "'"],
  [String.raw`"\x41\101\u0041\U00000041"`, 'AAAA'],
  [String.raw`"\xc3\xa5\303\245"`, 'åå'],
  [String.raw`"\U0001F600"`, '😀'],
  [`"ключ"`, 'ключ'],
])('%s is read', (text, expected) => {
  expect(read(text)).toBe(expected);
});

test.each([
  ['"open', 'unterminated quoted string'],
  ['"a\nb"', 'unterminated quoted string'],
  ['`open', 'unterminated raw string'],
  [String.raw`"\c"`, 'unknown escape sequence \\c'],
  [String.raw`"\'"`, "unknown escape sequence \\'"],
  [String.raw`"\x4"`, 'incomplete escape sequence'],
  [String.raw`"\400"`, 'up to \\377'],
  [String.raw`"\ud800"`, 'not a valid Unicode character'],
])('%s is refused', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('the cursor stops behind the closing quote', () => {
  const cursor = new SourceCursor(`"a"b`);
  readQuotedString(cursor);
  expect(cursor.peek()).toBe('b');
});
