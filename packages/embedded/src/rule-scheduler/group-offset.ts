import type { RuleGroup } from '@firedrill/grafana-alerting';

const TICK_MS = 10_000;
const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/**
 * How many milliseconds after the whole multiples of its interval a group is evaluated under Grafana's jitter: a hash of
 * the folder's uid, the group's name and the organisation, modulo the number of ticks in the interval.
 */
export function groupOffset({ orgId, name, intervalMs, rules }: RuleGroup): number {
  const ticks = BigInt(Math.max(1, Math.floor(intervalMs / TICK_MS)));
  const labels = ['file', rules[0]?.folderUid ?? '', 'name', name, 'orgId', String(orgId)];
  const bytes = labels.flatMap((text) => [...new TextEncoder().encode(text), 0xff]);
  const hash = bytes.reduce((state, byte) => BigInt.asUintN(64, state * FNV_PRIME) ^ BigInt(byte), FNV_OFFSET);
  return Number(hash % ticks) * TICK_MS;
}
