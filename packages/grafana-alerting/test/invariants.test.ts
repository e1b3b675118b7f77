import { Labels } from '@firedrill/timeseries';
import fc from 'fast-check';
import {
  applyResults,
  behaviourOf,
  NO_INSTANCES,
  type AlertRule,
  type InstanceResult,
  type RuleState,
  type StepOutcome,
} from '../src';
import { testRule } from './test-rule';

const names = ['a', 'b', 'c'] as const;

const ruleArbitrary: fc.Arbitrary<AlertRule> = fc
  .record({
    forMs: fc.constantFrom(0, 10_000, 25_000, 60_000),
    keepFiringForMs: fc.constantFrom(0, 20_000),
    noDataState: fc.constantFrom<AlertRule['noDataState'][]>('NoData', 'Alerting', 'OK', 'KeepLast'),
    execErrState: fc.constantFrom<AlertRule['execErrState'][]>('Error', 'Alerting', 'OK', 'KeepLast'),
    missingSeriesEvalsToResolve: fc.constantFrom(undefined, 1, 3),
  })
  .map((changes) => testRule(changes));

const seriesArbitrary: fc.Arbitrary<readonly InstanceResult[]> = fc
  .array(
    fc.record({
      name: fc.constantFrom(...names),
      state: fc.constantFrom<InstanceResult['state'][]>('Normal', 'Alerting', 'NoData'),
    }),
    { maxLength: 3 },
  )
  .map((series) => {
    const byName = new Map(series.map(({ name, state }) => [name, state]));
    return [...byName].map(([name, state]) => ({ labels: Labels.of({ name }), state, captures: [] }));
  });
const noData: InstanceResult = {
  labels: Labels.of({ datasource_uid: 'ds1', ref_id: 'A' }),
  state: 'NoData',
  captures: [],
};
const failure: InstanceResult = {
  labels: Labels.EMPTY,
  state: 'Error',
  captures: [],
  error: { message: 'refused', retryable: true, query: { refId: 'A', datasourceUid: 'ds1' } },
};
const resultsArbitrary = fc.oneof(
  { weight: 4, arbitrary: seriesArbitrary },
  { weight: 1, arbitrary: fc.constant([noData]) },
  { weight: 1, arbitrary: fc.constant([failure]) },
);
const versionArbitrary = fc.constantFrom('11.0', '12.0', '12.1', '12.4');

/** Evaluates a sequence of results every 10 s and hands each outcome to the check. */
function replay(
  rule: AlertRule,
  sequence: readonly (readonly InstanceResult[])[],
  grafana: string,
  check: (outcome: StepOutcome, before: RuleState, nowMs: number) => void,
): void {
  let state = NO_INSTANCES;
  sequence.forEach((results, index) => {
    const nowMs = (index + 1) * 10_000;
    const before = state;
    const outcome = applyResults(rule, before, results, nowMs, { externalUrl: '', behaviour: behaviourOf(grafana)! });
    state = outcome.state;
    check(outcome, before, nowMs);
  });
}

const sequence = fc.array(resultsArbitrary, { maxLength: 25 });

test('an instance is in one place: in the state, or removed and told as Normal (MissingSeries)', () => {
  fc.assert(
    fc.property(ruleArbitrary, sequence, versionArbitrary, (rule, results, grafana) =>
      replay(rule, results, grafana, ({ state, transitions }, before) => {
        for (const { key, instance, removed } of transitions) {
          expect(state.instances.has(key)).toBe(!removed);
          if (removed) expect([instance.state, instance.reason]).toEqual(['Normal', 'MissingSeries']);
        }
        for (const key of before.instances.keys())
          expect(transitions.some((transition) => transition.key === key)).toBe(true);
      }),
    ),
  );
});

test('no instance begins in the future, and Pending needs a `for`', () => {
  fc.assert(
    fc.property(ruleArbitrary, sequence, versionArbitrary, (rule, results, grafana) =>
      replay(rule, results, grafana, ({ state }, _before, nowMs) => {
        for (const instance of state.instances.values()) {
          expect(instance.startsAtMs).toBeLessThanOrEqual(nowMs);
          if (instance.state === 'Pending') expect(rule.forMs).toBeGreaterThan(0);
          if (instance.state === 'Recovering') expect(rule.keepFiringForMs).toBeGreaterThan(0);
        }
      }),
    ),
  );
});

test('Pending lasts no longer than `for` and one interval while the results stay Alerting', () => {
  const alerting: readonly InstanceResult[] = [{ labels: Labels.of({ name: 'a' }), state: 'Alerting', captures: [] }];
  fc.assert(
    fc.property(ruleArbitrary, sequence, versionArbitrary, (rule, results, grafana) => {
      const tail = Array.from({ length: 8 }, () => alerting);
      replay(rule, [...results, ...tail], grafana, ({ state }, _before, nowMs) => {
        if (nowMs <= results.length * 10_000) return;
        for (const { state: name, startsAtMs, labels } of state.instances.values()) {
          if (name !== 'Pending' || labels.get('name') !== 'a') continue;
          expect(nowMs - startsAtMs).toBeLessThan(rule.forMs + rule.intervalMs);
        }
      });
    }),
  );
});

test('a resolution is told once: resolvedAt is set only where a firing instance becomes Normal or leaves', () => {
  fc.assert(
    fc.property(ruleArbitrary, sequence, versionArbitrary, (rule, results, grafana) =>
      replay(rule, results, grafana, ({ transitions, sent }, _before, nowMs) => {
        const resolved = transitions.filter(({ instance }) => instance.resolvedAtMs === nowMs);
        for (const { previous, instance } of resolved) {
          expect(instance.state).toBe('Normal');
          expect(['Alerting', 'Recovering', 'NoData', 'Error']).toContain(previous.state);
        }
        // A resolution told before is repeated for a while, also when its series leaves.
        const repeated = transitions.filter(
          ({ instance: { resolvedAtMs, lastSentAtMs, endsAtMs } }) =>
            endsAtMs === nowMs && resolvedAtMs !== undefined && resolvedAtMs !== nowMs && lastSentAtMs !== undefined,
        );
        const told = sent.filter(({ endsAtMs }) => endsAtMs === nowMs).length;
        expect(told).toBeGreaterThanOrEqual(resolved.length);
        expect(told).toBeLessThanOrEqual(resolved.length + repeated.length);
      }),
    ),
  );
});

test('the same arguments give the same outcome, and the state before is not touched', () => {
  fc.assert(
    fc.property(ruleArbitrary, sequence, resultsArbitrary, (rule, results, last) => {
      let state = NO_INSTANCES;
      replay(rule, results, '12.4', (outcome) => (state = outcome.state));
      const nowMs = (results.length + 1) * 10_000;
      const copy = new Map(state.instances);
      const first = applyResults(rule, state, last, nowMs, { externalUrl: '' });
      expect(applyResults(rule, state, last, nowMs, { externalUrl: '' })).toEqual(first);
      expect(state.instances).toEqual(copy);
    }),
  );
});
