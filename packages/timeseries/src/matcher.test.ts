import { createMatcher } from './matcher';

test.each([
  ['=', 'api', 'api', true],
  ['=', '', '', true],
  ['!=', 'api', '', true],
  ['=~', 'a|b', 'b', true],
  ['=~', 'a|b', 'ab', false],
  ['=~', 'a.b', 'a\nb', true],
  ['=~', '(?i)API', 'api', true],
  ['!~', '.+', '', true],
  ['!~', 'a.*', 'api', false],
] as const)('x%s"%s" against "%s" is %s', (operator, value, labelValue, expected) => {
  expect(createMatcher('x', operator, value).matches(labelValue)).toBe(expected);
});

test('an invalid expression is refused when the matcher is made', () => {
  expect(() => createMatcher('x', '=~', '(')).toThrow(/missing closing \)/);
});
