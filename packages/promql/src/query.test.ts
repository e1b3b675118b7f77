import { describeQueryError } from '@firedrill/query-core';
import { Labels, MetricStore } from '@firedrill/timeseries';
import { parse } from './parsed-query';
import { instantQuery, rangeQuery, type QueryOptions } from './query';
import type { QueryResult } from './query-result';

const store = new MetricStore({ retentionMs: 3_600_000, maxSamples: 10_000 });
for (let second = 0; second <= 600; second += 10) {
  store.append(Labels.of({ __name__: 'clock', zone: 'b' }), second * 1000, second);
  store.append(Labels.of({ __name__: 'clock', zone: 'a' }), second * 1000, second);
}

const at = (query: string, seconds: number, options: Partial<QueryOptions> = {}): QueryResult =>
  instantQuery(query, { atMs: seconds * 1000, source: store, ...options });

function valueOf(result: QueryResult): unknown {
  if (!result.ok) throw result.error;
  return JSON.parse(
    JSON.stringify(result.value, (key, value: unknown) => (key === 'labels' ? (value as Labels).toObject() : value)),
  );
}

test('an instant query gives the kind of value its expression has', () => {
  expect(valueOf(at('clock{zone="a"} * 2', 65))).toEqual({
    type: 'vector',
    samples: [{ labels: { zone: 'a' }, timestampMs: 65_000, value: 120 }],
  });
  expect(valueOf(at('1 + 1', 65))).toEqual({ type: 'scalar', timestampMs: 65_000, value: 2 });
  expect(valueOf(at('"text"', 65))).toEqual({ type: 'string', timestampMs: 65_000, value: 'text' });
});

test('a range vector comes with the times of its samples, sorted by labels', () => {
  expect(valueOf(at('clock[20s]', 65))).toEqual({
    type: 'matrix',
    series: ['a', 'b'].map((zone) => ({
      labels: { __name__: 'clock', zone },
      points: [
        { timestampMs: 50_000, value: 50 },
        { timestampMs: 60_000, value: 60 },
      ],
    })),
  });
});

test('a range query gives a matrix, also for a scalar', () => {
  const grid = { startMs: 0, endMs: 25_000, stepMs: 10_000, source: store };
  const points = [0, 10_000, 20_000].map((timestampMs) => ({ timestampMs, value: timestampMs / 1000 }));
  expect(valueOf(rangeQuery('time()', grid))).toEqual({ type: 'matrix', series: [{ labels: {}, points }] });
  expect(valueOf(rangeQuery('clock{zone="a"}', grid))).toEqual({
    type: 'matrix',
    series: [{ labels: { __name__: 'clock', zone: 'a' }, points }],
  });
});

test.each(['"text"', 'clock[5m]'])('a range query of %s is refused', (query) => {
  const result = rangeQuery(query, { startMs: 0, endMs: 1000, stepMs: 1000, source: store });
  expect(result).toMatchObject({ ok: false, error: { kind: 'check' } });
});

test('a range query without a positive step is refused', () => {
  const result = rangeQuery('clock', { startMs: 0, endMs: 1000, stepMs: 0, source: store });
  expect(result).toMatchObject({ ok: false, error: { kind: 'check', message: 'the step must be positive, got 0 ms' } });
});

test('a subquery with more steps than samples are allowed is stopped', () => {
  expect(at('count_over_time(absent_metric[1y:1s])', 600, { maxSamples: 1000 })).toMatchObject({
    ok: false,
    error: { kind: 'limit' },
  });
});

test('a mistake is described with its place', () => {
  const result = at('sum(\n  rate(clock))', 0);
  expect(result.ok ? '' : describeQueryError('sum(\n  rate(clock))', result.error)).toBe(
    '2:8: expected a range vector in the call to rate, got an instant vector\n  rate(clock))\n       ^^^^^',
  );
});

test('a parsed query is evaluated like its text, remarks placed in the text', () => {
  const parsed = parse('\n  rate(clock[1m])');
  const result = parsed.ok && instantQuery(parsed.expr, { atMs: 60_000, source: store });
  expect(result).toMatchObject({ ok: true, infos: [expect.stringContaining('"clock" (2:8)')] });
});

test('a query that touches too many samples is stopped', () => {
  expect(at('count_over_time(clock[10m])', 600, { maxSamples: 100 })).toMatchObject({
    ok: false,
    error: { kind: 'limit' },
  });
  expect(at('clock', 600, { maxSamples: 100 })).toMatchObject({ ok: true });
});

test('a query that takes too long is stopped', () => {
  expect(at('sum(clock)', 600, { timedOut: () => true })).toMatchObject({ ok: false, error: { kind: 'timeout' } });
});

test('the lookback and the step of subqueries can be set', () => {
  expect(valueOf(at('clock', 615, { lookbackMs: 10_000 }))).toEqual({ type: 'vector', samples: [] });
  expect(valueOf(at('count_over_time(clock{zone="a"}[1m:])', 60, { subqueryStepMs: 20_000 }))).toMatchObject({
    samples: [{ value: 3 }],
  });
});

test.each([
  { delayedNameRemoval: false, expected: [{ labels: {}, timestampMs: 60_000, value: 120 }] },
  { delayedNameRemoval: true, expected: [{ labels: {}, timestampMs: 60_000, value: 120 }] },
])('names are gone from the result with delayedNameRemoval $delayedNameRemoval', ({ delayedNameRemoval, expected }) => {
  expect(
    valueOf(at('2 * clock{zone="a"} + on () clock{zone="b"} - on () clock{zone="a"}', 60, { delayedNameRemoval })),
  ).toEqual({
    type: 'vector',
    samples: expected,
  });
});

test('delayed, a name can be put in place before the names go', () => {
  const query = 'label_replace(rate(clock[1m]), "__name__", "rate_of_$1", "__name__", "(.*)")';
  expect(valueOf(at(query, 60, { delayedNameRemoval: true }))).toMatchObject({
    samples: [{ labels: { __name__: 'rate_of_clock' } }, { labels: { __name__: 'rate_of_clock' } }],
  });
});

test('a query is found again after many others', () => {
  for (let index = 0; index < 600; index++) at(`clock + ${index}`, 0);
  expect(at('clock + 0', 0)).toMatchObject({ ok: true });
});
