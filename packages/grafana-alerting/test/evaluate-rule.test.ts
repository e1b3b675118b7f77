import {
  evaluateRule,
  formatState,
  NO_INSTANCES,
  type AlertRule,
  type DataResponse,
  type DataSource,
  type Field,
  type Frame,
  type RuleState,
  type StepOutcome,
} from '../src';
import { testRule } from './test-rule';

const text = (name: string, values: readonly (string | null)[]): Field => ({ name, type: 'string', values });
const numbers = (values: readonly (number | null)[], labels?: Record<string, string>): Field => ({
  name: 'value',
  type: 'number',
  values,
  ...(labels && { labels }),
});
const times = (values: readonly number[]): Field => ({ name: 'time', type: 'time', values });

function table(hosts: readonly string[], values: readonly (number | null)[]): DataResponse {
  return { ok: true, frames: [{ fields: [text('host', hosts), numbers(values)] }] };
}

async function evaluate(
  rule: AlertRule,
  answer: DataResponse | (() => Promise<DataResponse>),
  state: RuleState = NO_INSTANCES,
  type: DataSource['type'] = 'postgres',
): Promise<StepOutcome> {
  const query = typeof answer === 'function' ? answer : (): Promise<DataResponse> => Promise.resolve(answer);
  const dataSources = new Map([['ds1', { uid: 'ds1', type, query }]]);
  return evaluateRule(rule, state, 10_000, { dataSources, externalUrl: 'http://127.0.0.1:3000/' });
}

function shown({ state }: StepOutcome): Record<string, string> {
  return Object.fromEntries(
    [...state.instances.values()].map((instance) => [
      instance.labels.get('host') || instance.labels.get('ref_id') || '{}',
      formatState(instance),
    ]),
  );
}

const conditionA = { condition: 'A' } as const;

test('a table makes one instance per row; null is NaN, which is above no threshold', async () => {
  expect(shown(await evaluate(testRule(), table(['a', 'b', 'c'], [1, 9, null])))).toEqual({
    a: 'Normal',
    b: 'Alerting',
    c: 'Normal',
  });
});

test('as condition itself, zero is Normal and every other number Alerting', async () => {
  const outcome = await evaluate(testRule(conditionA), table(['a', 'b', 'c'], [0, -1, null]));
  expect(shown(outcome)).toEqual({ a: 'Normal', b: 'Alerting', c: 'Alerting' });
});

test('an instant vector of Prometheus makes numbers, the same frames of another source series', async () => {
  const frame = { fields: [times([0]), numbers([3], { host: 'a' })], resultType: 'vector' } as const;
  expect(
    shown(await evaluate(testRule(conditionA), { ok: true, frames: [frame] }, NO_INSTANCES, 'prometheus')),
  ).toEqual({ a: 'Alerting' });
  const outcome = await evaluate(testRule(conditionA), { ok: true, frames: [frame] }, NO_INSTANCES, 'loki');
  expect([...outcome.state.instances.values()]).toMatchObject([
    { state: 'Error', error: expect.stringContaining('looks like time series data') },
  ]);
});

test.each<[string, DataResponse]>([
  ['no frames', { ok: true, frames: [] }],
  ['no answer for the query', { ok: true, frames: undefined }],
  ['a frame without fields', { ok: true, frames: [{ fields: [] }] }],
  ['a table without rows', table([], [])],
])('%s is NoData for the whole rule', async (_name, answer) => {
  const [instance] = (await evaluate(testRule(), answer)).state.instances.values();
  expect(instance).toMatchObject({ state: 'NoData' });
  expect(instance?.labels.toObject()).toMatchObject({ datasource_uid: 'ds1', ref_id: 'A' });
});

test.each<[string, Field[], string]>([
  [
    'time, text and number',
    [times([1]), text('h', ['a']), numbers([1])],
    'input data must be a wide series but got type long (input refid)',
  ],
  [
    'two numbers without time',
    [numbers([1]), numbers([2])],
    'input data must be a wide series but got type not (input refid)',
  ],
  [
    'a boolean',
    [{ name: 'b', type: 'boolean', values: [true] }],
    'input data must be a wide series but got type not (input refid)',
  ],
  ['two times', [times([1]), times([1]), numbers([1])], 'no float64 value column found in frame '],
])('a frame of %s is an Error', async (_name, fields, message) => {
  const [instance] = (await evaluate(testRule(), { ok: true, frames: [{ fields }] })).state.instances.values();
  expect(instance).toMatchObject({
    state: 'Error',
    error: message,
    annotations: { Error: message, datasource_uid: 'ds1', ref_id: 'A' },
  });
});

test('rows with equal labels are one Error that carries them', async () => {
  const [instance] = (await evaluate(testRule(), table(['a', 'a'], [1, 9]))).state.instances.values();
  expect(instance?.labels.get('host')).toBe('a');
  expect(instance?.error).toContain('has duplicate results with labels {host=a}');
});

test.each<[string, () => Promise<DataResponse>]>([
  ['answers an error', () => Promise.resolve({ ok: false, error: 'connection refused' })],
  ['throws', () => Promise.reject(new Error('connection refused'))],
])('a data source that %s makes an Error that names the query', async (_name, answer) => {
  const [instance] = (await evaluate(testRule(), answer)).state.instances.values();
  expect(instance?.error).toContain('failed to execute query [A]: connection refused');
  expect(instance?.labels.toObject()).toMatchObject({ ref_id: 'A', datasource_uid: 'ds1' });
});

test.each<[string, Partial<AlertRule>, string]>([
  ['a condition that names no node', { condition: 'Z' }, 'condition Z does not exist, must be one of [A B]'],
  [
    'an unknown data source',
    { nodes: [{ ...testRule().nodes[0]!, datasourceUid: 'nosuch' }], condition: 'A' },
    "failed to build query 'A': data source not found",
  ],
])('%s is an Error', async (_name, changes, message) => {
  const [instance] = (await evaluate(testRule(changes), table(['a'], [1]))).state.instances.values();
  expect(instance).toMatchObject({ state: 'Error', error: message });
});

test('labels and annotations are expanded, system labels win over the rule’s and these over the query’s', async () => {
  const rule = testRule({
    labels: { team: 'shop', host: 'rule says {{ $labels.host }}', alertname: 'ignored' },
    annotations: { summary: '{{ $labels.host }} is {{ $values.A }}', broken: '{{ $nope }}' },
  });
  const [instance] = (await evaluate(rule, table(['a'], [9]))).state.instances.values();
  expect(instance?.labels.toObject()).toEqual({
    __alert_rule_namespace_uid__: 'folder-uid',
    __alert_rule_uid__: 'rule-uid',
    alertname: 'Rule title',
    grafana_folder: 'Folder',
    host: 'rule says a',
    team: 'shop',
  });
  expect(instance?.annotations).toEqual({ summary: 'a is 9', broken: '{{ $nope }}' });
});

test('what fires is sent with its times and reason; NoData goes under a name of its own', async () => {
  const { sent } = await evaluate(testRule(), table(['a'], [9]));
  expect(sent).toMatchObject([
    { labels: { alertname: 'Rule title', host: 'a' }, startsAtMs: 10_000, endsAtMs: 130_000 },
  ]);
  const { sent: noData } = await evaluate(testRule(), { ok: true, frames: [] });
  expect(noData).toMatchObject([{ labels: { alertname: 'DatasourceNoData', rulename: 'Rule title', ref_id: 'A' } }]);
});

test('more results than the limit are one Error', async () => {
  const source: DataSource = { uid: 'ds1', type: 'postgres', query: () => Promise.resolve(table(['a', 'b'], [1, 9])) };
  const options = { dataSources: new Map([['ds1', source]]), externalUrl: '' };
  const limited = await evaluateRule(testRule(), NO_INSTANCES, 10_000, { ...options, resultLimit: 1 });
  expect([...limited.state.instances.values()]).toMatchObject([
    { state: 'Error', error: expect.stringContaining('too many results') },
  ]);
  expect(
    (await evaluateRule(testRule(), NO_INSTANCES, 10_000, { ...options, resultLimit: 2 })).state.instances.size,
  ).toBe(2);
});

test('numbers marked by metadata are numbers, a time beside them or not, of any type of data source', async () => {
  const value: Field = { name: 'Value', type: 'number', labels: { host: 'a' }, values: [9] };
  const frames: Frame[] = [{ kind: 'numeric', fields: [{ name: 'Time', type: 'time', values: [1] }, value] }];
  const [instance] = (await evaluate(testRule(), { ok: true, frames })).state.instances.values();
  expect(instance).toMatchObject({
    state: 'Alerting',
    captures: [
      { name: 'A', value: 9 },
      { name: 'B', value: 1 },
    ],
  });
});

test('a rule with a receiver of its own marks its instances with it', async () => {
  const none = { groupWaitMs: undefined, groupIntervalMs: undefined, repeatIntervalMs: undefined };
  const own = { receiver: 'team', groupBy: [], ...none, muteTimeIntervals: [], activeTimeIntervals: [] };
  const labelsOf = async (notificationSettings: AlertRule['notificationSettings'] & object) => {
    const { state } = await evaluate(testRule({ notificationSettings }), table(['a'], [9]));
    return [...state.instances.values()][0]?.labels.toObject();
  };
  const plain = await labelsOf(own);
  expect(plain).toMatchObject({ __grafana_autogenerated__: 'true', __grafana_receiver__: 'team' });
  expect(plain).not.toHaveProperty('__grafana_route_settings_hash__');
  expect(await labelsOf({ ...own, groupBy: ['...'] })).toHaveProperty('__grafana_route_settings_hash__');
});
