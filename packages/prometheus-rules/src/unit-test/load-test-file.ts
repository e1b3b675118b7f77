import { readConfigFile, type ConfigNode, type Problem } from '@firedrill/config-file';
import { durationAt, textAt, textsAt } from '../rule-file-values';
import type { AlertExpectation, ExpressionExpectation, RuleTest, RuleTestFile } from './test-file';

const DEFAULT_INTERVAL_MS = 60_000;

const KEYS = {
  file: ['rule_files', 'evaluation_interval', 'group_eval_order', 'fuzzy_compare', 'tests'],
  test: [
    'name',
    'interval',
    'start_timestamp',
    'input_series',
    'alert_rule_test',
    'promql_expr_test',
    'external_labels',
    'external_url',
  ],
  series: ['series', 'values'],
  alert: ['eval_time', 'alertname', 'exp_alerts'],
  expected: ['exp_labels', 'exp_annotations'],
  expression: ['expr', 'eval_time', 'exp_samples'],
  sample: ['labels', 'value', 'histogram'],
} as const;

/** Reads a file of `promtool test rules`; undefined when `problems` got an error. */
export function loadTestFile(file: string, source: string, problems: Problem[]): RuleTestFile | undefined {
  const before = problems.length;
  const root = readConfigFile(file, source, problems);
  const loaded = root === undefined ? undefined : readFile(root);
  return problems.slice(before).some(({ severity }) => severity === 'error') ? undefined : loaded;
}

function readFile(root: ConfigNode): RuleTestFile {
  if (root.expect('map')) root.expectKeys(KEYS.file);
  const evaluationIntervalMs = intervalAt(root, 'evaluation_interval', DEFAULT_INTERVAL_MS);
  const groupOrder = itemsAt(root, 'group_eval_order').map(({ source = '' }) => source);
  if (new Set(groupOrder).size < groupOrder.length)
    root.get('group_eval_order')?.report('error', 'expected each group once');
  return {
    ruleFiles: itemsAt(root, 'rule_files').map(({ source = '' }) => source),
    evaluationIntervalMs,
    groupOrder,
    fuzzyCompare: root.get('fuzzy_compare')?.source === 'true',
    tests: itemsAt(root, 'tests').map((node) => readTest(node, evaluationIntervalMs)),
  };
}

function readTest(node: ConfigNode, evaluationIntervalMs: number): RuleTest {
  expectMap(node, KEYS.test);
  return {
    name: textAt(node, 'name') ?? '',
    intervalMs: intervalAt(node, 'interval', evaluationIntervalMs),
    startMs: readStart(node),
    inputSeries: itemsAt(node, 'input_series').map((series) => {
      expectMap(series, KEYS.series);
      return { series: textAt(series, 'series') ?? '', values: textAt(series, 'values') ?? '' };
    }),
    alerts: itemsAt(node, 'alert_rule_test').map(readAlert),
    expressions: itemsAt(node, 'promql_expr_test').map(readExpression),
    externalLabels: textsAt(node, 'external_labels'),
    externalUrl: textAt(node, 'external_url') ?? '',
  };
}

function readAlert(node: ConfigNode): AlertExpectation {
  expectMap(node, KEYS.alert);
  const alertname = textAt(node, 'alertname') ?? '';
  if (alertname === '') node.report('error', 'expected the name of an alert', { key: 'alertname' });
  return {
    evalTimeMs: durationAt(node, 'eval_time') ?? 0,
    alertname,
    alerts: itemsAt(node, 'exp_alerts').map((alert) => {
      expectMap(alert, KEYS.expected);
      return { labels: textsAt(alert, 'exp_labels'), annotations: textsAt(alert, 'exp_annotations') };
    }),
  };
}

function readExpression(node: ConfigNode): ExpressionExpectation {
  expectMap(node, KEYS.expression);
  return {
    expr: textAt(node, 'expr') ?? '',
    evalTimeMs: durationAt(node, 'eval_time') ?? 0,
    samples: itemsAt(node, 'exp_samples').map((sample) => {
      expectMap(sample, KEYS.sample);
      if (sample.get('histogram') !== undefined)
        sample.get('histogram')?.report('unsupported', 'native histograms are not supported');
      return { labels: textAt(sample, 'labels') ?? '', value: readValue(sample.get('value')) };
    }),
  };
}

function readValue(node: ConfigNode | undefined): number {
  if (node === undefined || node.kind === 'null') return 0;
  node.expect('number');
  return Number(
    node.source
      ?.replace(/\.(?=inf|nan)/i, '')
      .replace(/inf/i, 'Infinity')
      .replace(/nan/i, 'NaN'),
  );
}

/** An interval of zero is as good as none. */
function intervalAt(node: ConfigNode, key: string, standardMs: number): number {
  const milliseconds = durationAt(node, key) ?? 0;
  return milliseconds === 0 ? standardMs : milliseconds;
}

/** Unix seconds or an RFC 3339 time. */
function readStart(node: ConfigNode): number {
  const text = textAt(node, 'start_timestamp');
  if (text === undefined) return 0;
  const time = /^-?\d+(?:\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : Date.parse(text);
  if (!Number.isNaN(time)) return time;
  node
    .get('start_timestamp')
    ?.report('error', `expected Unix seconds or an RFC 3339 time, got ${JSON.stringify(text)}`);
  return 0;
}

function expectMap(node: ConfigNode, keys: readonly string[]): void {
  if (node.expect('map')) node.expectKeys(keys);
}

function itemsAt(node: ConfigNode, key: string): readonly ConfigNode[] {
  const list = node.get(key);
  if (list === undefined || list.kind === 'null' || !list.expect('list')) return [];
  return list.items();
}
