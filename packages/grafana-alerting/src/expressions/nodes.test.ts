import { Labels } from '@firedrill/timeseries';
import { NEWEST_BEHAVIOUR } from '../behaviour';
import type { ExpressionValue, Point } from './expression-value';
import { buildGraph } from './graph';
import type { ExpressionNode } from './node';

type Points = readonly (number | null)[];

const series = (values: Points, stepMs = 60_000): ExpressionValue => ({
  kind: 'series',
  labels: Labels.of({ host: 'a' }),
  points: values.map((value, index) => [index * stepMs, value]),
  name: 'cpu',
});

/** The expression node `B` over the query `A`, as a rule's graph holds it. */
function node(model: Record<string, unknown>, fromSeconds = 0, condition = 'B'): ExpressionNode {
  const query = { refId: 'A', queryType: '', datasourceUid: 'ds', fromSeconds: 600, toSeconds: 0, model: {} };
  const expression = { refId: 'B', queryType: '', datasourceUid: '__expr__', fromSeconds, toSeconds: 0, model };
  const [parsed] = buildGraph({ nodes: [query, expression], condition }).expressions;
  return parsed!;
}

function evaluate(parsed: ExpressionNode, values: readonly ExpressionValue[], loaded: readonly string[] = []): unknown {
  const context = { nowMs: 600_000, loaded: new Set(loaded), behaviour: NEWEST_BEHAVIOUR };
  const results = parsed.evaluate(new Map([['A', values]]), context);
  return results.map((value) =>
    value.kind === 'series' ? value.points.map(([, point]) => point) : value.kind === 'noData' ? 'noData' : value.value,
  );
}

describe('reduce', () => {
  const gaps: Points = [1, null, NaN, 4];
  test.each<[string, object | undefined, Points, number | null]>([
    ['last', undefined, [1, null], null],
    ['last', undefined, [], NaN],
    ['mean', undefined, [1, 2, 6], 3],
    ['mean', undefined, gaps, NaN],
    ['sum', undefined, [], 0],
    ['count', undefined, gaps, 4],
    ['median', undefined, [4, 1, 3, 2], 2.5],
    ['min', undefined, [3, -Infinity], -Infinity],
    ['MAX', undefined, [3, 5], 5],
    ['last', { mode: 'dropNN' }, [...gaps, null], 4],
    ['mean', { mode: 'dropNN' }, [null, NaN, Infinity], null],
    ['count', { mode: 'dropNN' }, gaps, 2],
    ['sum', { mode: 'replaceNN', replaceWithValue: 10 }, gaps, 25],
    ['min', { mode: 'replaceNN', replaceWithValue: 7 }, [], 7],
    ['last', { mode: '' }, [1, 2], 2],
  ])('%s with settings %j of %j is %d', (reducer, settings, values, expected) => {
    const model = { type: 'reduce', expression: '$A', reducer, ...(settings && { settings }) };
    expect(evaluate(node(model), [series(values)])).toEqual([expected]);
  });

  test('a number passes a strict reduce, and is dropped or replaced by the other modes when it is none', () => {
    const nan: ExpressionValue = { kind: 'number', labels: Labels.EMPTY, value: NaN };
    const reduce = (settings: object): unknown =>
      evaluate(node({ type: 'reduce', expression: 'A', reducer: 'last', settings }), [nan]);
    expect(reduce({})).toEqual([NaN]);
    expect(reduce({ mode: 'dropNN' })).toEqual([]);
    expect(reduce({ mode: 'replaceNN', replaceWithValue: 1 })).toEqual([1]);
  });
});

describe('threshold', () => {
  test.each<[string, readonly (number | null)[], readonly (number | null)[]]>([
    ['gt', [5], [0, 0, 1, 0, null]],
    ['lt', [5], [1, 0, 0, 0, null]],
    ['ne', [5], [1, 0, 1, 1, null]],
    ['gte', [5], [0, 1, 1, 0, null]],
    ['within_range', [0, 6], [1, 1, 0, 0, null]],
    ['outside_range', [2, 6], [1, 0, 1, 0, null]],
    ['within_range_included', [1, 5], [1, 1, 0, 0, null]],
    ['outside_range_included', [1, 9], [1, 0, 1, 0, null]],
    ['gt', [null], [1, 1, 1, 0, null]],
  ])('%s %j', (type, params, expected) => {
    const model = { type: 'threshold', expression: 'A', conditions: [{ evaluator: { type, params } }] };
    expect(evaluate(node(model), [series([1, 5, 9, NaN, null])])).toEqual([expected]);
  });

  test('a recovery threshold counts for what fires already', () => {
    const conditions = [{ evaluator: { type: 'gt', params: [10] }, unloadEvaluator: { type: 'lt', params: [5] } }];
    const parsed = node({ type: 'threshold', expression: 'A', conditions });
    const firing = Labels.of({ host: 'a' });
    const at = (value: number, loaded: boolean): unknown =>
      evaluate(parsed, [{ kind: 'number', labels: firing, value }], loaded ? [firing.key] : []);
    expect([at(7, false), at(11, false), at(7, true), at(4, true), at(NaN, true)]).toEqual([[0], [1], [1], [0], [1]]);
  });
});

describe('resample', () => {
  test.each([
    ['pad', 'mean', [null, 2, 3, 4, 5]],
    ['backfilling', 'last', [1, 3, 3, 5, null]],
    ['fillna', 'max', [null, 3, null, 5, null]],
  ])('%s and %s', (upsampler, downsampler, expected) => {
    const model = { type: 'resample', expression: 'A', window: '2m', downsampler, upsampler };
    const points: readonly Point[] = [
      [150_000, 1],
      [200_000, 3],
      [400_000, 3],
      [480_000, 5],
    ];
    const input: ExpressionValue = { kind: 'series', labels: Labels.EMPTY, points };
    expect(evaluate(node(model, 480), [input])).toEqual([expected]);
  });

  test.each([
    ['a window longer than the range', { window: '1h' }, 'the time range is shorter than the interval'],
    ['an unknown sampler where one is needed', { downsampler: 'SUM' }, 'downsampling SUM not implemented'],
  ])('%s fails', (_name, changes, message) => {
    const model = { type: 'resample', expression: 'A', window: '5m', downsampler: 'sum', upsampler: 'pad', ...changes };
    expect(() => evaluate(node(model, 600), [series([1, 2, 3])])).toThrow(message);
  });
});

describe('classic conditions', () => {
  const condition = (type: string, params: readonly number[], reducer = 'last', operator = 'and'): object => ({
    evaluator: { type, params },
    operator: { type: operator },
    query: { params: ['A'] },
    reducer: { type: reducer },
  });

  test.each<[string, readonly object[], Points, number | null]>([
    ['a value beyond the threshold', [condition('gt', [3])], [1, 5], 1],
    ['a value within', [condition('gt', [9])], [1, 5], 0],
    ['no number at all', [condition('gt', [3])], [null], null],
    ['no_value without a number', [condition('no_value', [])], [null], 1],
    ['a range in any order', [condition('within_range', [9, 1])], [5], 1],
    ['the change from the first to the last', [condition('gt', [99], 'percent_diff')], [2, 4], 1],
    ['and', [condition('gt', [3]), condition('lt', [4])], [5], 0],
    ['or', [condition('gt', [3]), condition('lt', [4], 'last', 'or')], [5], 1],
    [
      'true or no data is no data',
      [condition('gt', [3], 'count'), condition('gt', [1], 'last', 'or')],
      [null, null, null, null],
      null,
    ],
    ['no conditions', [], [5], null],
  ])('%s', (_name, conditions, values, expected) => {
    expect(evaluate(node({ type: 'classic_conditions', conditions }), [series(values)])).toEqual([expected]);
  });
});

describe('a graph that cannot be built', () => {
  const reduce = { type: 'reduce', expression: 'A', reducer: 'last' };
  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown reference', { ...reduce, expression: 'Z' }, 'could not find dependent node [Z]'],
    ['a reference to itself', { ...reduce, expression: 'B' }, "expression 'B' cannot reference itself"],
    ['an unknown type', { type: 'magic' }, "'magic' is not a recognized expression type"],
    ['no type', {}, "invalid command type in expression 'B'"],
    ['a broken expression', { type: 'math', expression: '1 +' }, "failed to parse expression 'B': unexpected EOF"],
    ['an unknown reducer', { ...reduce, reducer: 'avg' }, 'reduction avg not implemented'],
    ['an unknown mode', { ...reduce, settings: { mode: 'strict' } }, "reducer mode 'strict' is not supported"],
    ['no replacement', { ...reduce, settings: { mode: 'replaceNN' } }, 'setting replaceWithValue must be specified'],
    ['settings that are no object', { ...reduce, settings: null }, 'field settings must be an object, got <nil>'],
    [
      'two threshold conditions',
      { type: 'threshold', expression: 'A', conditions: [{}, {}] },
      'requires exactly one condition',
    ],
    [
      'too few bounds',
      { type: 'threshold', expression: 'A', conditions: [{ evaluator: { type: 'within_range', params: [1] } }] },
      'incorrect number of arguments',
    ],
    [
      'a threshold with a dollar sign',
      { type: 'threshold', expression: '$A', conditions: [{ evaluator: { type: 'gt', params: [1] } }] },
      'could not find dependent node [$A]',
    ],
    [
      'a window without a unit',
      { type: 'resample', expression: 'A', window: '5', downsampler: 'sum', upsampler: 'pad' },
      'failed to parse resample "window"',
    ],
  ])('%s', (_name, model, message) => {
    expect(() => node(model)).toThrow(message);
  });

  test('a recovery threshold is for the condition alone', () => {
    const conditions = [{ evaluator: { type: 'gt', params: [10] }, unloadEvaluator: { type: 'lt', params: [5] } }];
    expect(() => node({ type: 'threshold', expression: 'A', conditions }, 0, 'A')).toThrow(
      'only allowed to be the alert condition',
    );
  });

  test.each([
    [
      'a cycle',
      [
        ['B', '$C'],
        ['C', '$B'],
      ],
      'expressions form a cycle: B, C',
    ],
    [
      'a refId used twice',
      [
        ['A', '1'],
        ['A', '2'],
      ],
      "refID 'A' is already used",
    ],
  ])('%s', (_name, nodes, message) => {
    const expressions = nodes.map(([refId = '', expression]) => ({
      refId,
      queryType: '',
      datasourceUid: '__expr__',
      fromSeconds: 0,
      toSeconds: 0,
      model: { type: 'math', expression },
    }));
    expect(() => buildGraph({ nodes: expressions, condition: nodes[0]![0]! })).toThrow(message);
  });
});
