import { TokenCursor, type Token } from './token-cursor';

type Kind = 'word' | 'end';

function words(text: string): TokenCursor<Kind> {
  const tokens: Token<Kind>[] = [...text.matchAll(/\S+/g)].map((match) => ({
    kind: 'word',
    text: match[0],
    span: { start: match.index, end: match.index + match[0].length },
  }));
  return new TokenCursor<Kind>([...tokens, { kind: 'end', text: '', span: { start: text.length, end: text.length } }]);
}

test('tokens are taken in order and the end stays', () => {
  const cursor = words('sum by');
  expect(cursor.peek(1).text).toBe('by');
  expect(cursor.lastEnd).toBe(0);
  expect(cursor.takeIf('end')).toBeUndefined();
  expect(cursor.takeIf('word')?.text).toBe('sum');
  expect(cursor.lastEnd).toBe(3);
  expect(cursor.take().text).toBe('by');
  expect([cursor.is('word', 'end'), cursor.is('word')]).toEqual([true, false]);
  cursor.take();
  expect(cursor.take().kind).toBe('end');
  expect(cursor.peek(5).kind).toBe('end');
});

test('fail blames the next token', () => {
  const cursor = words('a b');
  cursor.take();
  expect(() => cursor.fail('unexpected')).toThrow(
    expect.objectContaining({ kind: 'syntax', span: { start: 2, end: 3 } }),
  );
});

test('a list without tokens is a mistake of the lexer', () => {
  expect(() => new TokenCursor<Kind>([]).peek()).toThrow('invariant');
});
