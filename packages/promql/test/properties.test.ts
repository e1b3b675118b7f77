import { QueryError } from '@firedrill/query-core';
import { Labels, MetricStore } from '@firedrill/timeseries';
import fc from 'fast-check';
import { instantQuery, parse, print, rangeQuery, type Expr } from '../src/index';
import { queryText } from './query-text';

/** A tree without places and without the functions that matchers carry. */
function plain(expr: Expr): unknown {
  return JSON.parse(
    JSON.stringify(expr, (key, value: unknown) => {
      if (key === 'span' || key === 'operatorSpan') return undefined;
      return typeof value === 'number' ? String(value) : value;
    }),
  );
}

const store = new MetricStore({ retentionMs: 3_600_000, maxSamples: 10_000 });
for (const job of ['api', 'db', 'a']) {
  for (let index = 0; index < 60; index++) {
    store.append(Labels.of({ __name__: 'up', job }), index * 10_000, index % 7);
    store.append(Labels.of({ __name__: 'http_requests_total', job, le: '1' }), index * 10_000, index);
  }
}

test('a printed query parses to the same tree', () => {
  let parsedCount = 0;
  fc.assert(
    fc.property(queryText, (text) => {
      const first = parse(text);
      if (!first.ok) return;
      parsedCount += 1;
      const second = parse(print(first.expr));
      if (!second.ok) throw new Error(`${print(first.expr)}: ${second.error.message}`);
      expect(plain(second.expr)).toEqual(plain(first.expr));
    }),
    { numRuns: 600 },
  );
  expect(parsedCount).toBeGreaterThan(150);
});

test('any query gives a result or a QueryError whose span lies inside the text', () => {
  const anything = fc.oneof({ weight: 4, arbitrary: queryText }, { weight: 1, arbitrary: fc.string() });
  fc.assert(
    fc.property(anything, fc.nat(20), fc.nat(3), (text, at, cut) => {
      const query = text.slice(0, text.length - cut);
      const source = store;
      const results = [
        instantQuery(query, { atMs: at * 30_000, source }),
        rangeQuery(query, { startMs: 0, endMs: 300_000, stepMs: 60_000, source }),
      ];
      for (const result of results) {
        if (result.ok) continue;
        expect(result.error).toBeInstanceOf(QueryError);
        const { start, end } = result.error.span ?? { start: 0, end: 0 };
        expect(0 <= start && start <= end && end <= query.length).toBe(true);
      }
    }),
    { numRuns: 600 },
  );
});

test('each step of a range query is the instant query at that time', () => {
  fc.assert(
    fc.property(queryText, fc.nat(20), (query, at) => {
      const timeMs = at * 30_000;
      if (/sort|start|end|topk|NaN/.test(query)) return;
      const instant = instantQuery(query, { atMs: timeMs, source: store });
      const range = rangeQuery(query, { startMs: timeMs - 60_000, endMs: timeMs, stepMs: 60_000, source: store });
      if (!instant.ok || !range.ok || instant.value.type !== 'vector' || range.value.type !== 'matrix') return;
      const atStep = range.value.series.flatMap(({ labels, points }) =>
        points.filter((point) => point.timestampMs === timeMs).map(({ value }) => [labels.key, value]),
      );
      const samples = instant.value.samples.map(({ labels, value }) => [labels.key, value]);
      expect(atStep.sort()).toEqual(samples.sort());
    }),
    { numRuns: 400 },
  );
});
