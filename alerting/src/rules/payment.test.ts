import { evaluateRule, loadAlerting, NO_INSTANCES, type AlertRule, type DataSource } from '@firedrill/grafana-alerting';
import { instantQuery } from '@firedrill/promql';
import { Labels, MetricStore } from '@firedrill/timeseries';
import { PROFILES } from '../profile';
import { provisioningFiles } from '../provisioning-files';

const files = [...provisioningFiles(PROFILES.stage)].map(([name, text]) => ({ name, text }));
const rules = loadAlerting(files, { environment: {} }).groups.flatMap((group) => group.rules);
const rule = rules.find(({ uid }) => uid === 'payment-failure-rate');
if (rule === undefined) throw new Error('the rule is gone');

const SCRAPE_MS = 5000;
const METHODS = ['card', 'paypal', 'bank_transfer'];

/** Payments a second by status, scraped for so long. */
function scrape(
  store: MetricStore,
  fromMs: number,
  toMs: number,
  counters: Record<string, number>,
  perSecond: Record<string, number>,
): void {
  for (let timeMs = fromMs; timeMs < toMs; timeMs += SCRAPE_MS) {
    for (const [status, rate] of Object.entries(perSecond)) {
      counters[status] = (counters[status] ?? 0) + rate * (SCRAPE_MS / 1000);
      for (const method of METHODS) {
        const labels = Labels.of({ __name__: 'payments_total', status, method, job: 'payment', service: 'payment' });
        store.append(labels, timeMs, counters[status] / METHODS.length);
      }
    }
  }
}

function dataSource(store: MetricStore): DataSource {
  return {
    uid: 'prometheus',
    type: 'prometheus',
    query: ({ model, toMs }) => {
      const result = instantQuery(String(model.expr), { atMs: toMs, source: store });
      if (!result.ok || result.value.type !== 'vector') throw new Error('expected a vector');
      const frames = result.value.samples.map(({ labels, timestampMs, value }) => ({
        fields: [
          { name: 'Time', type: 'time' as const, values: [timestampMs] },
          { name: 'Value', type: 'number' as const, labels: labels.toObject(), values: [value] },
        ],
        resultType: 'vector' as const,
      }));
      return Promise.resolve({ ok: true, frames });
    },
  };
}

/** The states at each evaluation of the time given. */
async function states(payment: AlertRule, store: MetricStore, fromMs: number, toMs: number): Promise<string[]> {
  const dataSources = new Map([['prometheus', dataSource(store)]]);
  const seen: string[] = [];
  let state = NO_INSTANCES;
  for (let timeMs = fromMs; timeMs <= toMs; timeMs += payment.intervalMs) {
    ({ state } = await evaluateRule(payment, state, timeMs, { dataSources, externalUrl: 'http://grafana/' }));
    seen.push(...[...state.instances.values()].map((instance) => instance.state));
  }
  return seen;
}

const store = (): MetricStore => new MetricStore({ retentionMs: 3600_000, maxSamples: 1_000_000 });

test.each([
  { name: '2 % of two payments a second', perSecond: { approved: 1.96, declined: 0.04 } },
  { name: '10 % of one payment every five seconds', perSecond: { approved: 0.18, declined: 0.02 } },
  { name: 'no payments', perSecond: { approved: 0, declined: 0 } },
])('$name leave the failure rate Normal', async ({ perSecond }) => {
  const metrics = store();
  scrape(metrics, 0, 300_000, {}, perSecond);
  expect(new Set(await states(rule, metrics, 60_000, 290_000))).toEqual(new Set(['Normal']));
});

/** Whole payments: two a second on average, 2 % of them declined, drawn from a seed. */
function scrapeShoppers(metrics: MetricStore, seed: number, seconds: number): void {
  let drawn = seed;
  const draw = (): number => (drawn = (drawn * 48_271) % 2_147_483_647) / 2_147_483_647;
  const counts = { approved: 0, declined: 0 };
  for (let second = 0; second < seconds; second += 1) {
    for (let chance = 0; chance < 4; chance += 1) {
      if (draw() < 0.5) counts[draw() < 0.02 ? 'declined' : 'approved'] += 1;
    }
    if (second % 5 !== 0) continue;
    for (const [status, count] of Object.entries(counts)) {
      metrics.append(Labels.of({ __name__: 'payments_total', status, method: 'card' }), second * 1000, count);
    }
  }
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'ten quiet minutes of shoppers (seed %d) leave the failure rate Normal',
  async (seed) => {
    const metrics = store();
    scrapeShoppers(metrics, seed * 1_000_003, 720);
    expect(new Set(await states(rule, metrics, 60_000, 700_000))).toEqual(new Set(['Normal']));
  },
);

test('80 % of declines are Pending, then Alerting, within 20 s, and Normal a minute after they end', async () => {
  const metrics = store();
  const counters = {};
  scrape(metrics, 0, 120_000, counters, { approved: 0.98, declined: 0.02 });
  scrape(metrics, 120_000, 180_000, counters, { approved: 0.2, declined: 0.8 });
  scrape(metrics, 180_000, 300_000, counters, { approved: 0.98, declined: 0.02 });
  const seen = await states(rule, metrics, 100_000, 280_000);
  const at = (seconds: number): string | undefined => seen[(seconds - 100) / 10];
  expect([at(120), at(130), at(140), at(180)]).toEqual(['Normal', 'Pending', 'Alerting', 'Alerting']);
  expect(at(240)).toBe('Normal');
});
