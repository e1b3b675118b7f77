import { Labels } from '@firedrill/timeseries';
import { VectorMatcher, type VectorMatching } from './vector-matching';

interface Element {
  readonly labels: Labels;
  readonly id: string;
}

const element = (id: string, labels: Record<string, string>): Element => ({ id, labels: Labels.of(labels) });
const matching = (change: Partial<VectorMatching>): VectorMatching => ({
  cardinality: 'one-to-one',
  on: false,
  labels: [],
  include: [],
  ...change,
});
const pairs = (rules: VectorMatching, left: Element[], right: Element[]): unknown[] =>
  new VectorMatcher(rules).pairs(left, right).map((pair) => [pair.left.id, pair.right.id, pair.labels.toObject()]);

const api = element('api', { __name__: 'errors', service: 'api', code: '500' });
const api404 = element('api404', { __name__: 'errors', service: 'api', code: '404' });
const apiTotal = element('total', { __name__: 'requests', service: 'api', team: 'shop' });

test.each([
  {
    name: 'ignoring drops the labels and the name for comparing',
    rules: matching({ labels: ['code', 'team'] }),
    left: [api],
    expected: [['api', 'total', { __name__: 'errors', service: 'api' }]],
  },
  {
    name: 'on keeps only its labels',
    rules: matching({ on: true, labels: ['service'] }),
    left: [api],
    expected: [['api', 'total', { service: 'api' }]],
  },
  {
    name: 'group_left keeps the labels of the many side and copies those it names',
    rules: matching({ on: true, labels: ['service'], cardinality: 'many-to-one', include: ['team'] }),
    left: [api, api404],
    expected: [
      ['api', 'total', { __name__: 'errors', service: 'api', code: '500', team: 'shop' }],
      ['api404', 'total', { __name__: 'errors', service: 'api', code: '404', team: 'shop' }],
    ],
  },
  {
    name: 'a copied label that the one side lacks is deleted',
    rules: matching({ on: true, labels: ['service'], cardinality: 'many-to-one', include: ['code'] }),
    left: [api],
    expected: [['api', 'total', { __name__: 'errors', service: 'api' }]],
  },
  { name: 'no partner gives no pair', rules: matching({}), left: [api], expected: [] },
  { name: 'an empty side gives no pair', rules: matching({}), left: [], expected: [] },
])('$name', ({ rules, left, expected }) => {
  expect(pairs(rules, left, [apiTotal])).toEqual(expected);
});

test('group_right makes the right side the many side and keeps left and right apart', () => {
  const rules = matching({ on: true, labels: ['service'], cardinality: 'one-to-many' });
  expect(pairs(rules, [apiTotal], [api])).toEqual([
    ['total', 'api', { __name__: 'errors', service: 'api', code: '500' }],
  ]);
});

test.each([
  {
    name: 'two elements of the one side in a group',
    rules: matching({ on: true, labels: ['service'] }),
    left: [apiTotal],
    right: [api, api404],
    message: 'found duplicate series for the match group {service="api"} on the right hand-side',
  },
  {
    name: 'two elements of the left side when the right is the many side',
    rules: matching({ on: true, labels: ['service'], cardinality: 'one-to-many' }),
    left: [api, api404],
    right: [apiTotal],
    message: 'on the left hand-side',
  },
  {
    name: 'two left elements without group_left',
    rules: matching({ on: true, labels: ['service'] }),
    left: [api, api404],
    right: [apiTotal],
    message: 'many-to-one matching must be explicit',
  },
  {
    name: 'results that group_left makes equal',
    rules: matching({ on: true, labels: ['service'], cardinality: 'many-to-one', include: ['code'] }),
    left: [api, api404],
    right: [apiTotal],
    message: 'grouping labels must ensure unique matches',
  },
])('$name is an error', ({ rules, left, right, message }) => {
  expect(() => pairs(rules, left, right)).toThrow(message);
});

test('present tells elements with a partner from those without', () => {
  const matcher = new VectorMatcher(matching({ cardinality: 'many-to-many', on: true, labels: ['service'] }));
  const db = element('db', { service: 'db' });
  expect(matcher.present([api, db], [apiTotal], true)).toEqual([api]);
  expect(matcher.present([api, db], [apiTotal], false)).toEqual([db]);
});
