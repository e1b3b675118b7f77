import { QueryError } from './query-error';
import { SourceCursor } from './source-cursor';

test('a text is taken piece by piece', () => {
  const cursor = new SourceCursor('up{😀=1}');
  expect(cursor.takeMatch(/[a-z]+/y)).toBe('up');
  expect(cursor.takeMatch(/[0-9]+/y)).toBe('');
  expect(cursor.takeIf('(')).toBe(false);
  expect(cursor.takeIf('{')).toBe(true);
  expect(cursor.take()).toBe('😀');
  expect([cursor.peek(), cursor.peek(1), cursor.peek(9)]).toEqual(['=', '1', '']);
  expect(cursor.spanFrom(2)).toEqual({ start: 2, end: 5 });
  expect(cursor.atEnd).toBe(false);
  cursor.takeMatch(/.*/y);
  expect(cursor.atEnd).toBe(true);
  expect(cursor.take()).toBe('');
});

test('fail throws a syntax error from the given place to here', () => {
  const cursor = new SourceCursor('abc');
  cursor.take();
  cursor.take();
  const attempt = (): never => cursor.fail('no', 1);
  expect(attempt).toThrow(new QueryError('syntax', 'no'));
  expect(attempt).toThrow(expect.objectContaining({ span: { start: 1, end: 2 } }));
});
