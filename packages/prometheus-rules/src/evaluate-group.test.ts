import { instantQuery } from '@firedrill/promql';
import { Labels, MetricStore } from '@firedrill/timeseries';
import { evaluateGroup, newGroupState, type GroupState } from './evaluate-group';
import { loadRuleFile } from './load-rule-file';

const STEP_MS = 60_000;

/** Evaluates a group once a minute over one series `x{a="1"}`, absent where a value is undefined. */
class Bench {
  readonly store = new MetricStore({ retentionMs: Infinity, maxSamples: Infinity });
  state: GroupState;
  #atMs = 0;

  constructor(rules: string, group = '') {
    const [loaded] = loadRuleFile('rules.yml', `groups: [{name: g, ${group} rules: [${rules}]}]`, []) ?? [];
    if (loaded === undefined) throw new Error('the rules of this test are wrong');
    this.state = newGroupState(loaded);
  }

  step(...values: readonly (number | undefined)[]): this {
    for (const [index, value] of values.entries()) {
      const labels = Labels.of({ __name__: 'x', a: String(index + 1) });
      if (value === undefined) this.store.appendStale(labels, this.#atMs);
      else this.store.append(labels, this.#atMs, value);
    }
    this.state = evaluateGroup(this.state, {
      atMs: this.#atMs,
      query: (query, atMs) => instantQuery(query, { atMs, source: this.store }),
      sink: this.store,
      queryOffsetMs: 0,
      externalLabels: { cluster: 'lab' },
      externalUrl: 'http://prometheus',
      clock: () => 0,
    });
    this.#atMs += STEP_MS;
    return this;
  }

  states(): readonly string[] {
    return [...(this.state.rules[0]?.alerts.values() ?? [])].map(({ state }) => state);
  }

  query(text: string): readonly string[] {
    const result = instantQuery(text, { atMs: this.#atMs - STEP_MS, source: this.store });
    if (!result.ok || result.value.type !== 'vector') throw new Error(`${text} failed`);
    return result.value.samples.map(({ labels, value }) => `${JSON.stringify(labels.toObject())} ${value}`);
  }
}

test('an alert is pending for its time, fires, and resolves when it is missing once', () => {
  const bench = new Bench('{alert: A, expr: x > 0, for: 2m}');
  const seen = [0, 1, 1, 1, 0].map((value) => bench.step(value).states());
  expect(seen).toEqual([[], ['pending'], ['pending'], ['firing'], ['inactive']]);
});

test('one evaluation without a match starts the waiting anew', () => {
  const bench = new Bench('{alert: A, expr: x > 0, for: 2m}');
  const seen = [1, 1, 0, 1, 1, 1].map((value) => bench.step(value).states());
  expect(seen).toEqual([['pending'], ['pending'], [], ['pending'], ['pending'], ['firing']]);
});

test('keep_firing_for holds a firing alert from its first miss on, and its last value stays', () => {
  const bench = new Bench("{alert: A, expr: x > 0, keep_firing_for: 2m, annotations: {v: '{{ $value }}'}}");
  const seen = [7, 0, 0, 0].map((value) => bench.step(value).states());
  expect(seen).toEqual([['firing'], ['firing'], ['firing'], ['inactive']]);
});

test('a resolved alert that comes back is pending again, from now on', () => {
  const bench = new Bench('{alert: A, expr: x > 0, for: 1m}').step(1).step(1).step(0).step(1);
  expect(bench.states()).toEqual(['pending']);
  expect([...(bench.state.rules[0]?.alerts.values() ?? [])][0]?.activeAtMs).toBe(3 * STEP_MS);
});

test('ALERTS and ALERTS_FOR_STATE tell the state, and end with the alert', () => {
  const bench = new Bench('{alert: A, expr: x > 0, for: 1m, labels: {s: "{{ $value }}"}}').step(0).step(5);
  expect(bench.query('ALERTS')).toEqual([
    '{"__name__":"ALERTS","a":"1","alertname":"A","alertstate":"pending","s":"5"} 1',
  ]);
  expect(bench.query('ALERTS_FOR_STATE')).toEqual([
    '{"__name__":"ALERTS_FOR_STATE","a":"1","alertname":"A","s":"5"} 60',
  ]);
  bench.step(5);
  expect(bench.query('ALERTS{alertstate="firing"}')).toHaveLength(1);
  expect(bench.query('ALERTS{alertstate="pending"}')).toEqual([]);
  bench.step(0);
  expect(bench.query('ALERTS')).toEqual([]);
});

test('a later rule of the group sees what an earlier one recorded at the same time', () => {
  const bench = new Bench('{record: y, expr: x * 2}, {record: z, expr: y + 1, labels: {b: c, a: ""}}').step(3);
  expect(bench.query('z')).toEqual(['{"__name__":"z","b":"c"} 7']);
  bench.step(undefined);
  expect([...bench.query('y'), ...bench.query('z')]).toEqual([]);
});

test('more alerts than the limit end all alerts of the rule', () => {
  const bench = new Bench('{alert: A, expr: x > 0}', 'limit: 1,').step(1, 0);
  expect(bench.states()).toEqual(['firing']);
  bench.step(1, 1);
  expect(bench.states()).toEqual([]);
  expect(bench.state.rules[0]).toMatchObject({
    health: 'err',
    error: { message: 'exceeded limit of 1 with 2 alerts' },
  });
});

test('an evaluation that fails keeps the alerts and writes no end markers', () => {
  const bench = new Bench('{alert: A, expr: "x * on () x"}').step(1);
  expect(bench.states()).toEqual(['firing']);
  bench.step(1, 1);
  expect(bench.state.rules[0]?.health).toBe('err');
  expect(bench.states()).toEqual(['firing']);
  expect(bench.query('ALERTS')).toHaveLength(1);
});

test('templates see the sample, the external labels and queries', () => {
  const text =
    '{{ $labels.a }} {{ .Value }} {{ $externalLabels.cluster }} {{ query "sum(x)" | first | value }}[{{ $labels.b }}]';
  const bench = new Bench(
    `{alert: A, expr: x > 0, annotations: {t: ${JSON.stringify(text)}, bad: "{{ .Nope }}"}}`,
  ).step(2);
  const [alert] = [...(bench.state.rules[0]?.alerts.values() ?? [])];
  expect(alert?.annotations.t).toBe('1 2 lab 2[]');
  expect(alert?.annotations.bad).toMatch(/^<error expanding template: /);
});
