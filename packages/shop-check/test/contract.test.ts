import { faultsClient, type FaultRequest } from '@firedrill/faults';
import { setTimeout as wait } from 'node:timers/promises';
import { compareEvents, compareMetrics } from '../src/contract/compare-contract';
import { runFuzz } from '../src/fuzz/run-fuzz';
import { SERVICES, type RunningShop, type ServiceName } from '../src/run-shop';
import { startShop, type ShopUnderTest } from './shop';
import { Shopper } from './shopper';

/** Declared, and out of reach of a run that nothing goes wrong in; the reason is why, not an excuse for others. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  'uncaught_exception*': 'a mistake of ours that nothing caught',
  'background_failed.stack': 'a mistake of ours in background work',
  'api order_reconciled*': 'an api that was killed in the middle of an order',
  'api refund_failed*': 'a payment service that is away at the moment of a cancel',
  'payment background_failed*': 'it has no background work',
  'frontend background_failed*': 'it has no background work',
  'frontend business_rule_violations_total*': 'its rules are those of api',
};

let running: ShopUnderTest | undefined;
let shop: RunningShop;
let scrapes: Record<ServiceName, string>;

beforeAll(async () => {
  running = await startShop();
  shop = running.shop;
  await walk();
  scrapes = Object.fromEntries(
    await Promise.all(SERVICES.map(async (name) => [name, await (await fetch(`${shop.url(name)}/metrics`)).text()])),
  ) as Record<ServiceName, string>;
  await shop.stop();
}, 300_000);
afterAll(async () => running?.stop());

test.each(SERVICES)('%s shows what its contract declares, and nothing else', (service) => {
  const contract = shop.contract(service);
  const metrics = compareMetrics(contract, scrapes[service]);
  const events = compareEvents(contract, shop.log(service));
  expect([...metrics.undeclared, ...events.undeclared]).toEqual([]);
  expect([...metrics.unseen, ...events.unseen].filter((name) => !outOfReach(service, name))).toEqual([]);
});

function outOfReach(service: ServiceName, name: string): boolean {
  return Object.keys(OUT_OF_REACH).some((entry) => {
    const named = entry.includes(' ') ? entry : `${service} ${entry}`;
    const shown = `${service} ${name}`;
    return named.endsWith('*') ? shown.startsWith(named.slice(0, -1)) : shown === named;
  });
}

/** Everything that the shop can do, good and bad. */
async function walk(): Promise<void> {
  const shopper = new Shopper(shop);
  await runFuzz(shop, { requests: 300, seed: 2 });
  await shopper.buy();
  await shopper.misuse();
  await shopper.browse();
  await withFault('frontend', { kind: 'session_expiry' }, () => shopper.browse());
  await withFault('payment', { kind: 'payment_decline', severity: 'severe' }, () => shopper.order(3));
  await withFault('api', { kind: 'outage', route: '/products' }, () => shopper.browse());
  for (const service of SERVICES) {
    await withFault(service, { kind: 'log_flood', values: { linesPerSecond: 100 } }, () => wait(300));
    await withFault(service, { kind: 'error' }, () => shopper.readAll());
    await withFault(service, { kind: 'latency', severity: 'mild', route: '/healthz' }, () => shopper.readAll());
  }
  await Promise.all([
    ...(['api', 'payment', 'inventory'] as const).map((service) => withoutConnections(service, shopper)),
    withFault('frontend', { kind: 'latency', values: { ms: 16_000 }, route: '/cart' }, () => shopper.look('/cart')),
  ]);
  await shopper.delivered();
}

/** Requests and background work find no connection until their patience is over. */
async function withoutConnections(service: ServiceName, shopper: Shopper): Promise<void> {
  await withFault(service, { kind: 'db_pool_leak', severity: 'severe' }, async () => {
    await wait(100);
    await shopper.readAll();
    await wait(7_000);
  });
}

async function withFault(service: ServiceName, fault: FaultRequest, work: () => Promise<unknown>): Promise<void> {
  const faults = faultsClient(shop.url(service));
  await faults.inject(fault);
  await work();
  await faults.clear();
}
