import { Registry } from 'prom-client';
import { createMetrics, defineMetrics } from './index';

const METRICS = defineMetrics({
  payments_total: { type: 'counter', help: 'Payments', labels: { status: ['approved', 'declined'] } },
  requests_total: { type: 'counter', help: 'Requests', labels: { endpoint: 'any' } },
  stock: { type: 'gauge', help: 'Stock', labels: {} },
  wait_seconds: { type: 'histogram', help: 'Waits', labels: {}, buckets: [0.1, 1] },
});

async function seriesOf(registry: Registry): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

test('counters of closed labels start at zero, those of open labels with their first value', async () => {
  const registry = new Registry();
  const metrics = createMetrics(registry, METRICS);
  metrics.payments_total.inc({ status: 'declined' });
  expect(await seriesOf(registry)).toEqual([
    'payments_total{status="approved"} 0',
    'payments_total{status="declined"} 1',
    'stock 0',
    'wait_seconds_bucket{le="0.1"} 0',
    'wait_seconds_bucket{le="1"} 0',
    'wait_seconds_bucket{le="+Inf"} 0',
    'wait_seconds_sum 0',
    'wait_seconds_count 0',
  ]);
});

test('a gauge can be refreshed when it is scraped', async () => {
  const registry = new Registry();
  const { stock } = createMetrics(registry, METRICS);
  stock.collect = () => stock.set({}, 12);
  expect(await seriesOf(registry)).toContain('stock 12');
});

test('two registries do not share values', async () => {
  const [left, right] = [new Registry(), new Registry()];
  createMetrics(left, METRICS).requests_total.inc({ endpoint: '/' });
  createMetrics(right, METRICS);
  expect(await seriesOf(left)).toContain('requests_total{endpoint="/"} 1');
  expect((await seriesOf(right)).join()).not.toContain('requests_total');
});

test('the types refuse a label value that is not declared', () => {
  const metrics = createMetrics(new Registry(), METRICS);
  // @ts-expect-error -- no such status
  metrics.payments_total.inc({ status: 'lost' });
  // @ts-expect-error -- prom-client refuses a label that is not declared, too
  expect(() => metrics.requests_total.inc({ path: '/' })).toThrow(/path/);
});
