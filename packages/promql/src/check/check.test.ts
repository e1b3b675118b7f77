import { parse } from '../parsed-query';

test.each([
  'up',
  '{__name__="a", __name__="b"}',
  'rate(up[5m])',
  'max_over_time(rate(up[5m])[1h:1m])',
  'vector(time())[5m:]',
  'hour()',
  'hour(up)',
  'round(up, 5)',
  'label_join(up, "a", "-")',
  'label_join(up, "a", "-", "b", "c")',
  'count_values("a-b", up)',
  '1 == bool 2',
  '-up',
  'quantile(scalar(up), up)',
  '"text"',
  'a and on (x) b',
])('%s is accepted', (query) => {
  expect(parse(query)).toMatchObject({ ok: true });
});

test.each([
  ['{}', 0, 'check', 'at least one matcher'],
  ['{a=~".*"}', 0, 'check', 'at least one matcher'],
  ['up{__name__="x"}', 0, 'check', 'metric name set twice'],
  ['sum({a=""})', 4, 'check', 'at least one matcher'],
  ['{a=""}[5m]', 0, 'check', 'at least one matcher'],
  ['rate(up)', 5, 'check', 'expected a range vector in the call to rate, got an instant vector'],
  ['rate()', 0, 'check', 'takes 1 argument(s), got 0'],
  ['round(up, 1, 2)', 0, 'check', 'takes 1 to 2 argument(s), got 3'],
  ['label_join(up)', 0, 'check', 'takes at least 3 argument(s), got 1'],
  ['label_join(up, "a", "b", 5)', 25, 'check', 'expected a string'],
  ['nosuch(up)', 0, 'check', 'unknown function "nosuch"'],
  ['RATE(up[5m])', 0, 'check', 'unknown function'],
  ['toString(up)', 0, 'check', 'unknown function'],
  ['1 + info(up)', 4, 'unsupported', 'not supported: info() (experimental)'],
  ['histogram_count(up)', 0, 'unsupported', 'native histograms'],
  ['sum(1)', 4, 'check', 'expected an instant vector'],
  ['topk("a", up)', 5, 'check', 'expected a scalar in the parameter of topk'],
  ['count_values(1, up)', 13, 'check', 'expected a string'],
  ['up[5m] + 1', 0, 'check', 'an operand must be'],
  ['1 + "a"', 4, 'check', 'an operand must be'],
  ['-"a"', 0, 'check', 'a sign is only allowed'],
  ['time()[5m:]', 0, 'check', 'a subquery is only allowed'],
  ['1 == 1', 2, 'check', 'needs bool'],
  ['up + bool 1', 3, 'check', 'bool is only allowed'],
  ['up + on (x) 1', 0, 'check', 'only allowed between instant vectors'],
  ['up + on (x) group_left (x) up', 3, 'check', 'in the on and the group clause'],
  ['up and 1', 0, 'check', 'not allowed with a scalar'],
  ['up or on (a) group_right (b) up', 0, 'check', 'no grouping is allowed'],
])('%s is refused at offset %d', (query, start, kind, message) => {
  const result = parse(query);
  expect(result).toMatchObject({ ok: false, error: { kind, span: { start } } });
  expect(result.ok ? '' : result.error.message).toContain(message);
});
