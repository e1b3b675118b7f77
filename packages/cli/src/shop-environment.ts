import { controlClient } from '@firedrill/embedded/control-client';
import type { Addresses } from '@firedrill/embedded/addresses';
import type { DrillEnvironment } from '@firedrill/drills';
import { faultsClient, type FaultsClient } from '@firedrill/faults';
import type { GrafanaClient } from '@firedrill/grafana-client';
import { getJson, sendJson } from './http';
import { pause } from './pause';

/** Units that bring a product back from sold out to its usual level. */
const RESTOCK = { quantity: 100 };

/** A running embedded stack as drills see it. */
export function shopEnvironment(
  at: Addresses,
  grafana: GrafanaClient,
  faultsToken: string | undefined,
): DrillEnvironment {
  const control = controlClient(at.url('control'));
  const faults = (service: 'api' | 'frontend' | 'payment' | 'inventory'): FaultsClient =>
    faultsClient(at.url(service), faultsToken);
  const load = `${at.url('traffic')}/load`;
  return {
    injectFault: async (service, request) => {
      await faults(service).inject(request);
    },
    clearFaults: (service) => faults(service).clear(),
    stopProcess: async (name, ttlSeconds) => {
      await control.stopProcess(name, { ttlSeconds });
    },
    startProcess: async (name) => {
      await control.startProcess(name);
    },
    setTraffic: (traffic) => sendJson('PUT', load, traffic),
    resetTraffic: () => sendJson('DELETE', load),
    restock: (productId) => sendJson('POST', `${at.url('inventory')}/inventory/${productId}/restock`, RESTOCK),
    isUp: (service) => isUp(at.url('prometheus'), service),
    rules: () => grafana.rules(),
    annotate: (text, tags, time) => grafana.annotate({ text, tags, time }),
    nowMs: Date.now,
    wait: (milliseconds, signal) => pause(milliseconds, signal),
  };
}

async function isUp(prometheus: string, service: string): Promise<boolean | undefined> {
  const query = new URLSearchParams({ query: `up{service="${service}"}` });
  const answer = (await getJson(`${prometheus}/api/v1/query?${query.toString()}`)) as {
    data: { result: { value: [number, string] }[] };
  };
  const value = answer.data.result[0]?.value[1];
  return value === undefined ? undefined : value === '1';
}
