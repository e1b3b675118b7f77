import type { RuleGroup } from '@firedrill/grafana-alerting';
import { groupOffset } from './group-offset';

const group = (name: string, intervalMs: number): RuleGroup => ({ orgId: 1, folder: 'F', name, intervalMs, rules: [] });

test('the offset is a whole number of ticks below the interval, and the same each time', () => {
  const offsets = Array.from({ length: 50 }, (_, index) => groupOffset(group(`group-${index}`, 60_000)));
  expect(offsets.every((offset) => offset % 10_000 === 0 && offset >= 0 && offset < 60_000)).toBe(true);
  expect(new Set(offsets).size).toBeGreaterThan(3);
  expect(groupOffset(group('group-0', 60_000))).toBe(offsets[0]);
});

test('a group of one tick has no offset', () => {
  expect(groupOffset(group('group', 10_000))).toBe(0);
});
