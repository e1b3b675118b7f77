import type { DataQuery } from '../data-source';
import { lokiRequest } from './loki-request';
import { prometheusRequest } from './prometheus-request';
import { RequestError } from './request-error';

const NOW_MS = 1_700_000_007_000;

function query(model: Readonly<Record<string, unknown>>, seconds = 600): DataQuery {
  const range = { fromMs: NOW_MS - seconds * 1000, toMs: NOW_MS };
  return { refId: 'a', datasourceUid: 'x', queryType: '', model, ...range, intervalMs: 1000, maxDataPoints: 43_200 };
}

describe('Prometheus', () => {
  test.each([
    [{ instant: true }, ['instant']],
    [{}, ['range']],
    [{ range: false }, ['range']],
    [{ instant: true, range: true }, ['range', 'instant']],
  ])('%j asks for %j', (flags, asked) => {
    expect(Object.keys(prometheusRequest(query({ expr: 'up', ...flags })))).toEqual(asked);
  });

  test('a range is aligned to its step', () => {
    const { range } = prometheusRequest(query({ expr: 'up', interval: '15s' }));
    expect(range).toEqual({ expr: 'up', startMs: 1_699_999_395_000, endMs: 1_699_999_995_000, stepMs: 15_000 });
  });

  test.each([
    ['rate(x[$__rate_interval])', {}, 'rate(x[1m0s])'],
    ['rate(x[${__rate_interval}])', { interval: '30s' }, 'rate(x[2m0s])'],
    ['x[$__range] $__range_s $__range_ms', {}, 'x[600s] 600 600000'],
    ['x $__interval $__interval_ms', { intervalFactor: 10 }, 'x 10s 10000'],
  ])('%s with %j is %s', (expr, model, expected) => {
    expect(prometheusRequest(query({ expr, instant: true, ...model })).instant).toEqual({
      expr: expected,
      atMs: NOW_MS,
    });
  });

  test('the scrape interval of the data source sets the rate interval', () => {
    const { instant } = prometheusRequest(query({ expr: '$__rate_interval', instant: true }), { timeInterval: '5s' });
    expect(instant?.expr).toBe('20s');
  });

  test.each([{ expr: 1 }, { expr: 'up', instant: 'true' }, { expr: 'up', interval: 15 }])(
    '%j has a wrong type',
    (model) => {
      expect(() => prometheusRequest(query(model))).toThrow(
        expect.objectContaining({ name: 'RequestError', code: 'wrong-type' }),
      );
    },
  );
});

describe('Loki', () => {
  test('an instant query is asked at the end of the range', () => {
    const request = lokiRequest(query({ expr: 'sum(rate({a="b"}[$__range])) $__auto', queryType: 'instant' }));
    expect(request).toEqual({
      kind: 'instant',
      expr: 'sum(rate({a="b"}[600s])) 600s',
      atNs: BigInt(NOW_MS) * 1_000_000n,
    });
  });

  test.each([
    [{}, 600, 1000n],
    [{ resolution: 3 }, 600, 3000n],
    [{ step: '30s' }, 600, 30_000n],
    [{}, 86_400, 7855n],
  ])('a range query with %j over %d s has a step of %d ms', (model, seconds, stepMs) => {
    expect(lokiRequest(query({ expr: 'x', ...model }, seconds))).toMatchObject({
      kind: 'range',
      stepNs: stepMs * 1_000_000n,
    });
  });

  test.each([{ queryType: 'stream' }, { queryType: '' }, { direction: 'sideways' }])('%j is refused', (model) => {
    expect(() => lokiRequest(query({ expr: 'x', ...model }))).toThrow(RequestError);
  });
});
