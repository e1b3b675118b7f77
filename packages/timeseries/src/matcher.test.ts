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
  ['=~', '', '', true],
  ['=~', '', 'a', false],
  ['=~', '.*', '', true],
  ['=~', '.+', 'a', true],
  ['=~', 'api.*', 'api', true],
  ['=~', 'api.+', 'api', false],
  ['=~', 'api.+', 'api1', true],
  ['=~', 'a\\.b', 'a.b', true],
  ['=~', 'a\\.b', 'axb', false],
  ['=~', 'a|', '', true],
  ['=~', '5..', '503', true],
  ['!~', 'a.*', 'api', false],
] as const)('x%s"%s" against "%s" is %s', (operator, value, labelValue, expected) => {
  expect(createMatcher('x', operator, value).matches(labelValue)).toBe(expected);
});

test('an invalid expression is refused when the matcher is made', () => {
  expect(() => createMatcher('x', '=~', '(')).toThrow(/missing closing \)/);
});

test('an expression gives the same answer when asked again', () => {
  const matcher = createMatcher('x', '=~', '[ab]+c');
  expect(['abc', 'abd', 'abc', 'abd'].map((value) => matcher.matches(value))).toEqual([true, false, true, false]);
});
