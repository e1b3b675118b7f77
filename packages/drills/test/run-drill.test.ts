import { DRILLS, NotQuietError, resetShop, restoreShop, runDrill, type Drill, type DrillEvent } from '../src/index';
import { createVirtualShop, type Script, type VirtualShop } from './virtual-shop';

const drillCalled = (id: string): Drill => DRILLS.find((drill) => drill.id === id)!;

const FIRES: Script = (seconds, restored) => {
  if (restored !== undefined)
    return restored < 60 ? { 'payment-failure-rate': 'Alerting', 'gateway-timeouts': 'Alerting' } : {};
  if (seconds < 20) return {};
  return seconds < 30
    ? { 'payment-failure-rate': 'Pending', 'gateway-timeouts': 'Alerting' }
    : { 'payment-failure-rate': 'Alerting', 'gateway-timeouts': 'Alerting' };
};

async function run(
  shop: VirtualShop,
  id = 'payment-outage',
  signal = new AbortController().signal,
): Promise<{ report: Awaited<ReturnType<typeof runDrill>>; events: DrillEvent[] }> {
  const events: DrillEvent[] = [];
  const report = await runDrill(drillCalled(id), shop, { onEvent: (event) => events.push(event), signal });
  return { report, events };
}

test('a drill that goes as expected reports its timeline', async () => {
  const shop = createVirtualShop(FIRES);
  const { report, events } = await run(shop);
  expect(report).toEqual({
    drill: 'payment-outage',
    ok: true,
    expected: [
      { rule: 'payment-failure-rate', withinSeconds: 60, pendingAfterSeconds: 20, firingAfterSeconds: 30 },
      { rule: 'gateway-timeouts', withinSeconds: 60, pendingAfterSeconds: 20, firingAfterSeconds: 20 },
    ],
    mayFire: [],
    unexpected: [],
    stopped: [],
    restoredAfterSeconds: 30,
    normalAfterSeconds: 60,
  });
  expect(events.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
    'injected payment-outage',
    'pending payment-failure-rate',
    'firing gateway-timeouts',
    'firing payment-failure-rate',
    'restored payment-outage',
    'resolved payment-failure-rate',
    'resolved gateway-timeouts',
    'normal payment-outage',
  ]);
  expect(shop.actions).toEqual(['inject payment_decline into payment', 'clear payment']);
});

test.each<{ name: string; script: Script; expected: object }>([
  {
    name: 'an expected alert is late',
    script: (seconds, restored) => (restored === undefined && seconds > 61 ? FIRES(seconds, restored) : {}),
    expected: { normalAfterSeconds: 0, unexpected: [] },
  },
  {
    name: 'another rule fires',
    script: (seconds, restored) => ({
      ...FIRES(seconds, restored),
      ...(seconds > 25 && seconds < 40 && { 'low-stock': 'Alerting' }),
    }),
    expected: { unexpected: [{ rule: 'low-stock', labels: {} }] },
  },
  {
    name: 'a rule that cannot be evaluated',
    script: (seconds, restored) => ({
      ...FIRES(seconds, restored),
      ...(seconds > 25 && seconds < 40 && { 'low-stock': 'Error' }),
    }),
    expected: { unexpected: [{ rule: 'low-stock', labels: {} }] },
  },
  {
    name: 'it does not become Normal again',
    script: (seconds) => FIRES(seconds, undefined),
    expected: { normalAfterSeconds: undefined },
  },
])('a drill is not ok when $name', async ({ script, expected }) => {
  const { report } = await run(createVirtualShop(script));
  expect(report).toMatchObject({ ok: false, ...expected });
});

test('a stopped process must be seen down, and up again', async () => {
  const shop = createVirtualShop(() => ({}));
  shop.up = (seconds) => seconds < 5 || seconds >= 12;
  const { report } = await run(shop, 'service-crash');
  expect(report).toMatchObject({
    ok: true,
    stopped: [{ process: 'payment', downAfterSeconds: 5, upAfterSeconds: 12 }],
  });
  expect(shop.actions).toEqual(['stop payment', 'start payment']);
});

test('nothing is broken while the shop is not quiet', async () => {
  const shop = createVirtualShop(() => ({ 'low-stock': 'Pending' }));
  await expect(run(shop)).rejects.toThrow(NotQuietError);
  expect(shop.actions).toEqual([]);
});

test('an interrupted drill is restored', async () => {
  const shop = createVirtualShop(FIRES);
  const controller = new AbortController();
  const wait = shop.wait.bind(shop);
  shop.wait = (milliseconds) => {
    if (shop.nowMs() > 1_010_000) controller.abort();
    return wait(milliseconds);
  };
  const { report } = await run(shop, 'payment-outage', controller.signal);
  expect(report).toMatchObject({ ok: false, normalAfterSeconds: undefined });
  expect(shop.actions.at(-1)).toBe('clear payment');
});

test('a break that fails half way is undone', async () => {
  const shop = createVirtualShop(() => ({}));
  shop.setTraffic = () => Promise.reject(new Error('traffic does not answer'));
  await expect(run(shop, 'flash-sale')).rejects.toThrow('traffic does not answer');
  expect(shop.actions).toEqual(['traffic back', 'restock 1']);
});

test('a restore tries every step, and then says what failed', async () => {
  const shop = createVirtualShop(() => ({}));
  shop.startProcess = () => Promise.reject(new Error('payment does not start'));
  await expect(restoreShop(DRILLS, shop)).rejects.toThrow('payment does not start');
  expect(shop.actions).toEqual(['traffic back', 'clear payment', 'restock 1']);
});

test('reset restores every drill and says what it waits for', async () => {
  const shop = createVirtualShop((seconds): Record<string, string> => (seconds < 7 ? { 'low-stock': 'Alerting' } : {}));
  const waitedFor: string[] = [];
  const seconds = await resetShop(DRILLS, shop, {
    timeoutSeconds: 60,
    signal: new AbortController().signal,
    onWaiting: (active) => waitedFor.push(...active.map(({ rule }) => rule)),
  });
  expect({ seconds, waitedFor }).toEqual({ seconds: 7, waitedFor: ['low-stock'] });
  expect(shop.actions).toEqual(['traffic back', 'start payment', 'clear payment', 'restock 1']);
});
