import { parseExpr } from '../syntax/parser';
import { plan } from './plan';

const options = { lookbackMs: 300_000, subqueryStepMs: 60_000 };

/** Selector name to the seconds it reads: after the first, up to the second. */
function reads(query: string, startSeconds: number, endSeconds = startSeconds): Record<string, [number, number]> {
  const grid = { startMs: startSeconds * 1000, endMs: endSeconds * 1000, stepMs: 10_000 };
  const { fetches } = plan(parseExpr(query), grid, options);
  return Object.fromEntries(
    fetches.map(({ selector, fromMs, toMs }) => [selector.name ?? '', [fromMs / 1000, toMs / 1000]]),
  );
}

test.each([
  { name: 'an instant selector looks back', query: 'up', expected: { up: [700, 1000] } },
  { name: 'a range selector reads its range', query: 'rate(up[1m])', expected: { up: [940, 1000] } },
  { name: 'an offset moves both', query: 'up offset 1m', expected: { up: [640, 940] } },
  { name: '@ replaces the time', query: 'up[1m] @ 500 offset 10', expected: { up: [430, 490] } },
  { name: '@ end() is the end of the query', query: 'up @ end()', expected: { up: [700, 1000] } },
  {
    name: 'a subquery starts on its own grid',
    query: 'max_over_time(up[2m:1m] offset 5)',
    expected: { up: [600, 995] },
  },
  { name: 'both sides', query: '-(a) + sum(b) * 2', expected: { a: [700, 1000], b: [700, 1000] } },
  { name: 'a parameter', query: 'topk(scalar(k), up)', expected: { k: [700, 1000], up: [700, 1000] } },
  { name: 'nothing', query: '"text"', expected: {} },
])('$name', ({ query, expected }) => {
  expect(reads(query, 1000)).toEqual(expected);
});

test('a range query reads from its first step to its last', () => {
  expect(reads('rate(a[1m]) + b @ start()', 1000, 2000)).toEqual({ a: [940, 2000], b: [700, 1000] });
});

test('inside a subquery, start() is still that of the query', () => {
  expect(reads('sum_over_time((a @ start())[1m:10s])', 1000, 2000)).toEqual({ a: [700, 1000] });
});

test('a subquery steps at multiples of its step after the window begins', () => {
  const expr = parseExpr('up[5m:1m]');
  const { subqueryGrids } = plan(expr, { startMs: 1_000_000, endMs: 1_000_000, stepMs: 1 }, options);
  expect([...subqueryGrids.values()]).toEqual([{ startMs: 720_000, endMs: 1_000_000, stepMs: 60_000 }]);
});
