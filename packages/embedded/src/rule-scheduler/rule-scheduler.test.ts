import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatState, type AlertRule, type DataSource, type Frame, type RuleGroup } from '@firedrill/grafana-alerting';
import { groupOffset } from './group-offset';
import { createRuleScheduler, type RuleScheduler, type RuleSchedulerOptions } from './rule-scheduler';

const rule: AlertRule = {
  uid: 'low-stock',
  title: 'Low stock',
  orgId: 1,
  folder: 'Shop',
  folderUid: 'shop',
  group: 'shop',
  intervalMs: 10_000,
  forMs: 20_000,
  keepFiringForMs: 0,
  missingSeriesEvalsToResolve: undefined,
  condition: 'C',
  nodes: [
    { refId: 'A', queryType: '', datasourceUid: 'pg', fromSeconds: 600, toSeconds: 0, model: {} },
    {
      refId: 'C',
      queryType: '',
      datasourceUid: '__expr__',
      fromSeconds: 0,
      toSeconds: 0,
      model: { type: 'threshold', expression: 'A', conditions: [{ evaluator: { type: 'lt', params: [5] } }] },
    },
  ],
  noDataState: 'NoData',
  execErrState: 'Error',
  labels: { severity: 'warning' },
  annotations: { summary: '{{ $labels.product }} has {{ $values.A }} left' },
  isPaused: false,
  dashboardUid: '',
  panelId: 0,
};
const group: RuleGroup = { orgId: 1, folder: 'Shop', name: 'shop', intervalMs: 10_000, rules: [rule] };

function stockFrame(products: readonly string[], levels: readonly number[]): Frame {
  return {
    fields: [
      { name: 'product', type: 'string', values: products },
      { name: 'stock', type: 'number', values: levels },
    ],
  };
}

/** A data source that answers what the test set last, and counts how often it was asked. */
function scriptedSource(): DataSource & { answer: () => Frame; asked: number } {
  return {
    uid: 'pg',
    type: 'postgres',
    asked: 0,
    answer: () => stockFrame(['Mug'], [9]),
    query() {
      this.asked += 1;
      return Promise.resolve().then(() => ({ ok: true, frames: [this.answer()] }));
    },
  };
}

function create(source: DataSource, options: Partial<RuleSchedulerOptions> = {}): RuleScheduler {
  return createRuleScheduler({
    groups: [group],
    dataSources: [source],
    now: () => 0,
    externalUrl: 'http://127.0.0.1:3000/',
    limits: { timeoutMs: 5_000, retryDelaysMs: [] },
    ...options,
  });
}

function states(scheduler: RuleScheduler): readonly string[] {
  return scheduler.rules().flatMap(({ state }) => [...state.instances.values()].map(formatState));
}

test('a rule goes from Normal over Pending to Alerting and back', async () => {
  const source = scriptedSource();
  const scheduler = create(source);
  const seen: string[] = [];
  for (const [tick, level] of [9, 2, 2, 2, 9].entries()) {
    source.answer = () => stockFrame(['Mug'], [level]);
    await scheduler.evaluateNow((tick + 1) * 10_000);
    seen.push(...states(scheduler));
  }
  expect(seen).toEqual(['Normal', 'Pending', 'Pending', 'Alerting', 'Normal']);
});

test('the history holds each change with the state before, the state after and the values', async () => {
  const source = scriptedSource();
  const scheduler = create(source);
  source.answer = () => stockFrame(['Mug'], [2]);
  await scheduler.evaluateNow(10_000);
  await scheduler.evaluateNow(20_000);
  expect(scheduler.annotations.list({})).toMatchObject([
    {
      timeMs: 10_000,
      text: 'Low stock {alertname=Low stock, grafana_folder=Shop, product=Mug, severity=warning} - A=2.000000, C=1.000000',
      alert: { ruleUid: 'low-stock', previousState: 'Normal', newState: 'Pending', data: { values: { A: 2, C: 1 } } },
    },
  ]);
});

test('a group with a longer interval is not evaluated at every tick', async () => {
  const source = scriptedSource();
  const scheduler = create(source, { groups: [{ ...group, intervalMs: 30_000 }] });
  for (const tick of [10_000, 20_000, 30_000, 40_000]) await scheduler.evaluateNow(tick);
  expect(source.asked).toBe(1);
});

test('a paused rule is not evaluated', async () => {
  const source = scriptedSource();
  const scheduler = create(source, { groups: [{ ...group, rules: [{ ...rule, isPaused: true }] }] });
  await scheduler.evaluateNow(10_000);
  expect(source.asked).toBe(0);
});

test('a failing query is tried again, and only the last attempt decides', async () => {
  const source = scriptedSource();
  const scheduler = create(source, { limits: { timeoutMs: 5_000, retryDelaysMs: [1, 1] } });
  source.answer = () => {
    if (source.asked < 3) throw new Error('connection refused');
    return stockFrame(['Mug'], [9]);
  };
  await scheduler.evaluateNow(10_000);
  expect(source.asked).toBe(3);
  expect(states(scheduler)).toEqual(['Normal']);
});

test('an evaluation that takes too long is an Error', async () => {
  const source = scriptedSource();
  const scheduler = create(
    { ...source, query: () => new Promise<never>(() => undefined) },
    { limits: { timeoutMs: 5, retryDelaysMs: [] }, groups: [{ ...group, rules: [{ ...rule, forMs: 0 }] }] },
  );
  await scheduler.evaluateNow(10_000);
  expect(states(scheduler)).toEqual(['Error']);
});

test('a tick that comes during an evaluation waits, and a newer one takes its place', async () => {
  const source = scriptedSource();
  const scheduler = create(source);
  const first = scheduler.evaluateNow(10_000);
  const second = scheduler.evaluateNow(20_000);
  const third = scheduler.evaluateNow(30_000);
  await Promise.all([first, second, third]);
  expect(source.asked).toBe(2);
  expect(scheduler.rules()[0]?.lastEvaluationMs).toBe(30_000);
});

describe('once started', () => {
  beforeEach(() => jest.useFakeTimers({ now: 12_345 }));
  afterEach(() => jest.useRealTimers());

  test('it evaluates at each edge of ten seconds until it is stopped', async () => {
    const source = scriptedSource();
    const scheduler = create(source, { now: () => Date.now() });
    scheduler.start();
    await jest.advanceTimersByTimeAsync(7_654);
    expect(source.asked).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(scheduler.rules()[0]?.lastEvaluationMs).toBe(20_000);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(scheduler.rules()[0]?.lastEvaluationMs).toBe(30_000);
    await scheduler.stop();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(source.asked).toBe(2);
  });

  test('a timer that fires late loses no group, and evaluates each once', async () => {
    const source = scriptedSource();
    const scheduler = create(source, { now: () => Date.now(), groups: [{ ...group, intervalMs: 20_000 }] });
    scheduler.start();
    jest.setSystemTime(38_000);
    await jest.advanceTimersByTimeAsync(7_655);
    expect(scheduler.rules()[0]?.lastEvaluationMs).toBe(40_000);
    expect(source.asked).toBe(1);
    await scheduler.stop();
  });

  test('what breaks outside of queries is told', async () => {
    const told: unknown[] = [];
    const source = scriptedSource();
    source.answer = () => stockFrame(['Mug'], [2]);
    const onTransition = (): never => {
      throw new Error('listener broke');
    };
    const onError = (error: unknown): void => void told.push(error);
    const scheduler = create(source, { now: () => Date.now(), onTransition, onError });
    scheduler.start();
    await jest.advanceTimersByTimeAsync(7_655);
    expect(told).toEqual([new Error('listener broke')]);
    await scheduler.stop();
  });
});

describe('with a state file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'scheduler-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('a Pending timer goes on across a restart, and the history stays', async () => {
    const source = scriptedSource();
    source.answer = () => stockFrame(['Mug'], [2]);
    const stateFile = join(folder, 'states.json');
    const before = create(source, { stateFile });
    await before.evaluateNow(10_000);
    await before.stop();
    const after = create(source, { stateFile });
    expect(states(after)).toEqual(['Pending']);
    await after.evaluateNow(30_000);
    expect(states(after)).toEqual(['Alerting']);
    expect(after.annotations.list({}).map(({ alert }) => alert?.newState)).toEqual(['Alerting', 'Pending']);
  });

  test('a rule that changed meanwhile starts anew', async () => {
    const source = scriptedSource();
    source.answer = () => stockFrame(['Mug'], [2]);
    const stateFile = join(folder, 'states.json');
    const before = create(source, { stateFile });
    await before.evaluateNow(10_000);
    await before.stop();
    const after = create(source, { stateFile, groups: [{ ...group, rules: [{ ...rule, forMs: 60_000 }] }] });
    expect(states(after)).toEqual([]);
  });

  test('a rule that hangs delays the saving of no other, and a note is saved at once', async () => {
    const source = scriptedSource();
    source.answer = () => stockFrame(['Mug'], [2]);
    const hanging: DataSource = { uid: 'slow', type: 'postgres', query: () => new Promise(() => undefined) };
    const [query, threshold] = rule.nodes;
    const slow: AlertRule = { ...rule, uid: 'slow', nodes: [{ ...query!, datasourceUid: 'slow' }, threshold!] };
    const options = { dataSources: [source, hanging], groups: [{ ...group, rules: [slow, rule] }] };
    const stateFile = join(folder, 'states.json');
    jest.useFakeTimers({ now: 9_999 });
    const before = create(source, { ...options, stateFile, now: () => Date.now() });
    before.start();
    await jest.advanceTimersByTimeAsync(200);
    expect(states(create(source, { ...options, stateFile }))).toEqual(['Pending']);
    before.annotations.add({ timeMs: 1, timeEndMs: 1, createdMs: 1, text: 'drill', tags: [] });
    await jest.advanceTimersByTimeAsync(200);
    jest.useRealTimers();
    expect(create(source, { ...options, stateFile }).annotations.entries.map(({ text }) => text)).toContain('drill');
    await before.stop();
  });
});

test('rules of one tick start spread over a time when asked to, a group with jitter at ticks of its own', async () => {
  jest.useFakeTimers({ now: 9_999 });
  const source = scriptedSource();
  const rules = ['a', 'b', 'c', 'd'].map((uid) => ({ ...rule, uid }));
  const options = { groups: [{ ...group, rules }], now: () => Date.now(), spreadMs: 8_000 };
  const scheduler = create(source, options);
  scheduler.start();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(source.asked).toBe(1);
  await jest.advanceTimersByTimeAsync(4_000);
  expect(source.asked).toBe(3);
  await scheduler.stop();
  jest.useRealTimers();
  const jittered = create(source, { groups: [{ ...group, intervalMs: 60_000 }], jitter: true });
  for (let tick = 6; tick < 12; tick += 1) await jittered.evaluateNow(tick * 10_000);
  expect(jittered.rules()[0]?.lastEvaluationMs).toBe(60_000 + groupOffset({ ...group, intervalMs: 60_000 }));
});
