import { describeQueryError, QueryError } from './query-error';
import { positionAt, printSpan } from './span';

describe('positionAt', () => {
  test.each([
    { name: 'the first character', text: 'up', offset: 0, expected: { line: 1, column: 1 } },
    { name: 'the place after the last character', text: 'up', offset: 9, expected: { line: 1, column: 3 } },
    { name: 'the second line', text: 'sum(\n  up', offset: 7, expected: { line: 2, column: 3 } },
  ])('finds $name', ({ text, offset, expected }) => {
    expect(positionAt(text, offset)).toEqual(expected);
  });
});

describe('printSpan', () => {
  test.each([
    { name: 'one token', text: 'sum(rate(x))', span: { start: 4, end: 11 }, expected: 'sum(rate(x))\n    ^^^^^^^' },
    { name: 'an empty span at the end', text: 'sum(', span: { start: 4, end: 4 }, expected: 'sum(\n    ^' },
    { name: 'a span that goes on to the next line', text: 'a +\nb', span: { start: 0, end: 5 }, expected: 'a +\n^^^' },
    { name: 'tabs kept as tabs', text: '\tup{', span: { start: 1, end: 3 }, expected: '\tup{\n\t^^' },
  ])('marks $name', ({ text, span, expected }) => {
    expect(printSpan(text, span)).toBe(expected);
  });
});

describe('describeQueryError', () => {
  test('gives place, message and carets', () => {
    const error = new QueryError('syntax', 'expected ")", got end of query', { start: 4, end: 4 });
    expect(describeQueryError('sum(', error)).toBe('1:5: expected ")", got end of query\nsum(\n    ^');
  });

  test('gives the message alone when no place is to blame', () => {
    expect(describeQueryError('up', new QueryError('limit', 'too many samples'))).toBe('too many samples');
  });
});
