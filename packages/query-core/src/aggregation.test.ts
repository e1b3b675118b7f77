import { Labels } from '@firedrill/timeseries';
import { counter, maximum, minimum, plainSum, standardDeviation, variance } from './accumulators';
import { aggregate, groupSamples, selectExtreme, type Accumulator } from './aggregation';
import { Grouping } from './grouping';
import { quantile } from './quantile';

const sample = (value: number, labels: Record<string, string> = {}): { labels: Labels; value: number } => ({
  labels: Labels.of(labels),
  value,
});

const rows = [
  sample(1, { __name__: 'm', job: 'a', instance: '1' }),
  sample(2, { __name__: 'm', job: 'b', instance: '1' }),
  sample(4, { __name__: 'm', job: 'a', instance: '2' }),
];

test.each([
  {
    name: 'by',
    clause: { kind: 'by', labels: ['job'] } as const,
    expected: [
      [{ job: 'a' }, 5],
      [{ job: 'b' }, 2],
    ],
  },
  { name: 'by nothing', clause: { kind: 'by', labels: [] } as const, expected: [[{}, 7]] },
  {
    name: 'without',
    clause: { kind: 'without', labels: ['job'] } as const,
    expected: [
      [{ instance: '1' }, 3],
      [{ instance: '2' }, 4],
    ],
  },
])('aggregate groups $name', ({ clause, expected }) => {
  const result = aggregate(rows, new Grouping(clause), plainSum);
  expect(result.map(({ labels, value }) => [labels.toObject(), value])).toEqual(expected);
});

test('equal groups are one object', () => {
  const grouping = new Grouping({ kind: 'by', labels: ['job'] });
  expect(grouping.groupOf(rows[0]!.labels)).toBe(grouping.groupOf(rows[2]!.labels));
  expect([...groupSamples(rows, grouping).values()].map((members) => members.length)).toEqual([2, 1]);
});

test.each([
  { name: 'minimum', create: minimum, values: [3, 1, 2], expected: 1 },
  { name: 'minimum', create: minimum, values: [NaN, 2], expected: 2 },
  { name: 'minimum', create: minimum, values: [NaN], expected: NaN },
  { name: 'maximum', create: maximum, values: [3, NaN, 4], expected: 4 },
  { name: 'counter', create: counter, values: [NaN, 1], expected: 2 },
  { name: 'variance', create: variance, values: [2, 4, 4, 4, 5, 5, 7, 9], expected: 4 },
  { name: 'variance', create: variance, values: [Infinity, 1], expected: NaN },
  { name: 'standardDeviation', create: standardDeviation, values: [2, 4, 4, 4, 5, 5, 7, 9], expected: 2 },
] as { name: string; create: () => Accumulator; values: number[]; expected: number }[])(
  '$name of $values is $expected',
  ({ create, values, expected }) => {
    const accumulator = create();
    for (const value of values) accumulator.add(value);
    expect(accumulator.result()).toBe(expected);
  },
);

test.each([
  [0.5, [1, 2, 3], 2],
  [0.25, [4, 2], 2.5],
  [1, [1, 2], 2],
  [0, [NaN, 1], NaN],
  [-0.1, [1], -Infinity],
  [1.1, [1], Infinity],
  [NaN, [1], NaN],
  [0.5, [], NaN],
])('the %d quantile of %j is %d', (q, values, expected) => {
  expect(quantile(q, values)).toBe(expected);
});

test('extremes count NaN as worst and keep the order of ties', () => {
  const values = [sample(1, { i: 'a' }), sample(NaN), sample(3), sample(1, { i: 'b' }), sample(NaN, { i: 'c' })];
  expect(selectExtreme(values, 3, true).map(({ value }) => value)).toEqual([3, 1, 1]);
  expect(selectExtreme(values, 2, false).map(({ labels }) => labels.get('i'))).toEqual(['a', 'b']);
  expect(selectExtreme(values, 9, true)).toHaveLength(5);
});
