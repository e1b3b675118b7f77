import { Labels, LogStore, type Matcher, type TimeRange } from '@firedrill/timeseries';
import { formatValue, instantQuery, rangeQuery } from '../index';

const SECOND = 1_000_000_000n;
const api = Labels.of({ app: 'api' });
const other = Labels.of({ app: 'other' });

/** A store that counts how many lines are looked at. */
function watched(store: LogStore): { readonly source: Pick<LogStore, 'select'>; readonly looked: () => number } {
  let looked = 0;
  const select = (matchers: readonly Matcher[], range: TimeRange): ReturnType<LogStore['select']> =>
    store.select(matchers, range).map((slice) => ({
      ...slice,
      line: (index) => {
        looked += 1;
        return slice.line(index);
      },
    }));
  return { source: { select }, looked: () => looked };
}

function fill(store: LogStore, labels: Labels, from: number, to: number): void {
  for (let second = from; second < to; second++)
    store.push(labels, [{ timestampNs: BigInt(second) * SECOND, line: `n=${second}` }]);
}

function valuesAt(source: Pick<LogStore, 'select'>, query: string, second: number): string[] {
  const result = instantQuery(query, { atNs: BigInt(second) * SECOND, source });
  if (!result.ok || result.value.type !== 'vector') throw new Error('expected a vector');
  return result.value.samples.map(({ value }) => formatValue(value));
}

test('the next evaluation looks at new lines only and answers as a fresh one does', () => {
  const store = new LogStore();
  const { source, looked } = watched(store);
  const query = 'sum(sum_over_time({app=~".+"} | logfmt | unwrap n [30s]))';
  fill(store, api, 0, 40);
  fill(store, other, 20, 40);
  expect(valuesAt(source, query, 39)).toEqual(valuesAt(watched(store).source, query, 39));
  const before = looked();
  fill(store, api, 40, 50);
  expect(valuesAt(source, query, 49)).toEqual(valuesAt(watched(store).source, query, 49));
  expect(looked() - before).toBe(10);
});

test('a late line, a dropped stream and an earlier moment are noticed', () => {
  const store = new LogStore({ retentionMs: 60_000 });
  const { source } = watched(store);
  const query = 'count_over_time({app="api"}[30s])';
  fill(store, api, 0, 20);
  expect(valuesAt(source, query, 19)).toEqual(['20']);
  store.push(api, [{ timestampNs: 10n * SECOND + 1n, line: 'late' }]);
  expect(valuesAt(source, query, 19)).toEqual(['21']);
  expect(valuesAt(source, query, 5)).toEqual(['6']);
  expect(valuesAt(source, query, 45)).toEqual(['4']);
  fill(store, other, 200, 201);
  expect(valuesAt(source, query, 45)).toEqual([]);
  fill(store, api, 200, 210);
  expect(valuesAt(source, query, 209)).toEqual(['10']);
});

test('a moment weeks later keeps exact nanoseconds', () => {
  const store = new LogStore();
  const query = 'count_over_time({app="api"}[1s])';
  fill(store, api, 0, 2);
  expect(valuesAt(store, query, 1)).toEqual(['1']);
  const later = 30 * 86_400;
  store.push(api, [
    { timestampNs: BigInt(later - 1) * SECOND + 1n, line: 'in' },
    { timestampNs: BigInt(later - 1) * SECOND, line: 'out' },
  ]);
  expect(valuesAt(store, query, later)).toEqual(['1']);
});

test('more samples than are kept are read anew', () => {
  const store = new LogStore();
  store.push(
    api,
    Array.from({ length: 100_001 }, (_, index) => ({ timestampNs: BigInt(index), line: `line ${index}` })),
  );
  const { source, looked } = watched(store);
  const query = 'count_over_time({app="api"}[1m])';
  expect(valuesAt(source, query, 1)).toEqual(['100001']);
  const before = looked();
  expect(valuesAt(source, query, 1)).toEqual(['100001']);
  expect(looked() - before).toBe(100_001);
});

describe('limits', () => {
  const store = new LogStore();
  fill(store, api, 0, 5);
  const window = { startNs: 0n, endNs: 10n * SECOND, stepNs: SECOND, source: store };
  const messageOf = (options: object, query = 'vector(1)'): string => {
    const result = rangeQuery(query, { ...window, ...options });
    return result.ok ? 'no error' : `${result.error.kind}: ${result.error.message}`;
  };

  test.each([
    { name: 'a step of 0', options: { stepNs: 0n }, expected: 'check: expected a step above 0' },
    {
      name: 'an end before the start',
      options: { endNs: -1n },
      expected: 'check: expected an end that is not before the start',
    },
    {
      name: 'too many steps',
      options: { endNs: 11_001n * SECOND },
      expected: 'limit: more than 11,000 points a series: expected a larger step',
    },
    {
      name: 'a negative limit',
      query: '{app="api"}',
      options: { limit: -1 },
      expected: 'check: expected a limit from 0 on, got -1',
    },
    {
      name: 'a limit above 5000',
      query: '{app="api"}',
      options: { limit: 5001 },
      expected: 'limit: expected a limit up to 5000, got 5001',
    },
    {
      name: 'too many series',
      query: 'count_over_time({app="api"} | logfmt [1m])',
      options: { maxSeries: 2 },
      expected: 'limit: the query gives more than 2 series',
    },
  ])('$name is an error', ({ query, options, expected }) => {
    expect(messageOf(options, query)).toBe(expected);
  });

  test('a log query has no value at one moment', () => {
    expect(instantQuery('{app="api"}', { atNs: 0n, source: store })).toMatchObject({
      ok: false,
      error: { kind: 'check' },
    });
  });
});

describe('log queries', () => {
  const store = new LogStore();
  fill(store, api, 0, 4);
  fill(store, other, 2, 4);
  const linesOf = (options: object): string[] => {
    const result = rangeQuery('{app=~".+"}', {
      startNs: 0n,
      endNs: 3n * SECOND,
      stepNs: SECOND,
      source: store,
      ...options,
    });
    if (!result.ok || result.value.type !== 'streams') throw new Error('expected streams');
    return result.value.streams.flatMap(({ labels, entries }) =>
      entries.map(({ line }) => `${labels.get('app')} ${line}`),
    );
  };

  test.each([
    { name: 'newest first, without the end', options: {}, expected: ['api n=2', 'api n=1', 'api n=0', 'other n=2'] },
    {
      name: 'oldest first',
      options: { direction: 'forward' },
      expected: ['api n=0', 'api n=1', 'api n=2', 'other n=2'],
    },
    { name: 'the limit counts all streams', options: { limit: 2 }, expected: ['api n=2', 'other n=2'] },
    {
      name: 'an interval leaves lines out',
      options: { direction: 'forward', intervalNs: 2n * SECOND },
      expected: ['api n=0', 'api n=2'],
    },
  ])('$name', ({ options, expected }) => {
    expect(linesOf(options)).toEqual(expected);
  });
});
