import type { RuleGroup } from '@firedrill/grafana-client';
import type { DrillEnvironment } from '../src/index';

/** States by rule uid at a moment, as a script of the test. */
export type Script = (seconds: number, restoredSeconds: number | undefined) => Readonly<Record<string, string>>;

/** A shop whose rules follow a script; time passes only by waiting. */
export interface VirtualShop extends DrillEnvironment {
  readonly actions: string[];
  up: (seconds: number) => boolean;
}

const RULES = ['payment-failure-rate', 'gateway-timeouts', 'low-stock'];

export function createVirtualShop(script: Script): VirtualShop {
  let now = 1_000_000;
  let restoredAt: number | undefined;
  const seconds = (): number => (now - 1_000_000) / 1000;
  const actions: string[] = [];
  const act = (action: string): Promise<void> => {
    actions.push(action);
    return Promise.resolve();
  };
  const restored = (action: string): Promise<void> => {
    restoredAt ??= seconds();
    return act(action);
  };
  const shop: VirtualShop = {
    actions,
    up: () => true,
    injectFault: (service, { kind }) => act(`inject ${kind} into ${service}`),
    clearFaults: (service) => restored(`clear ${service}`),
    stopProcess: (name) => act(`stop ${name}`),
    startProcess: (name) => restored(`start ${name}`),
    setTraffic: ({ profile }) => act(`traffic ${profile}`),
    resetTraffic: () => restored('traffic back'),
    restock: (productId) => restored(`restock ${productId}`),
    isUp: () => Promise.resolve(shop.up(seconds())),
    rules: () => Promise.resolve([groupOf(script(seconds(), restoredAt && seconds() - restoredAt))]),
    annotate: () => Promise.resolve(),
    nowMs: () => now,
    wait: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
  return shop;
}

function groupOf(states: Readonly<Record<string, string>>): RuleGroup {
  const instance = (state: string): RuleGroup['rules'][number]['alerts'][number] => ({
    labels: {},
    annotations: {},
    state,
  });
  const rules = RULES.map((uid) => ({
    uid,
    name: uid,
    health: 'ok',
    labels: {},
    annotations: {},
    alerts: [instance(states[uid] ?? 'Normal (NoData)')],
  }));
  return { name: 'shop', file: 'Shop', interval: 10, rules };
}
