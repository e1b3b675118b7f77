import { formatProblem } from '@firedrill/config-file';
import { loadAlerting, type AlertingProvisioning } from '../index';
import type { LoadAlertingOptions } from './load-alerting';

const RULE = `apiVersion: 1
groups:
  - name: payment
    folder: Shop
    interval: 10s
    rules:
      - uid: failures
        title: Failures
        condition: breach
        for: 1m
        labels: { severity: critical }
        annotations: { summary: '{{ $labels.method }} fails' }
        data:
          - refId: failures
            datasourceUid: prometheus
            relativeTimeRange: { from: 60, to: 0 }
            model: { expr: up, instant: true }
          - refId: breach
            datasourceUid: __expr__
            model: { type: threshold, expression: failures }
`;

function load(text: string, options: Partial<LoadAlertingOptions> = {}): AlertingProvisioning {
  return loadAlerting([{ name: 'rules.yaml', text }], { environment: {}, ...options });
}

/** The rule file with one piece replaced. */
function changed(piece: string, replacement: string): string {
  expect(RULE).toContain(piece);
  return RULE.replace(piece, replacement);
}

const problems = (loaded: AlertingProvisioning): string[] => loaded.problems.map(formatProblem);

test('a rule is read with every default filled in', () => {
  const { groups, problems: none } = load(RULE);
  expect(none).toEqual([]);
  expect(groups).toMatchObject([{ orgId: 1, folder: 'Shop', name: 'payment', intervalMs: 10_000 }]);
  expect(groups[0]?.rules).toEqual([
    {
      ...{ uid: 'failures', title: 'Failures', orgId: 1, folder: 'Shop', folderUid: 'shop', group: 'payment' },
      ...{ intervalMs: 10_000, forMs: 60_000, keepFiringForMs: 0, missingSeriesEvalsToResolve: undefined },
      ...{ condition: 'breach', noDataState: 'NoData', execErrState: 'Alerting', isPaused: false, dashboardUid: '', panelId: 0 },
      labels: { severity: 'critical' },
      annotations: { summary: '{{ $labels.method }} fails' },
      nodes: [
        {
          ...{ refId: 'failures', queryType: '', datasourceUid: 'prometheus', fromSeconds: 60, toSeconds: 0 },
          model: { expr: 'up', instant: true, intervalMs: 1000, maxDataPoints: 43_200 },
        },
        {
          ...{ refId: 'breach', queryType: '', datasourceUid: '__expr__', fromSeconds: 0, toSeconds: 0 },
          model: { type: 'threshold', expression: 'failures', intervalMs: 1000, maxDataPoints: 43_200 },
        },
      ],
    },
  ]);
});

test.each([
  ['a missing folder', '    folder: Shop\n', '', 'rules.yaml:3:5: error: groups[0].folder: expected the folder of the group, got nothing'],
  [
    'an interval off the tick',
    '10s',
    '15s',
    'rules.yaml:5:15: error: groups[0].interval: expected a multiple of 10s, the scheduler\'s tick, got "15s"\n  the next that Grafana accepts is 20s',
  ],
  ['a wrong duration', '1m', '1.5h', 'rules.yaml:10:14: error: groups[0].rules[0].for: expected a duration such as 30s, 5m or 1h30m, got "1.5h"'],
  ['a missing uid', 'uid: failures', 'uid: ""', 'rules.yaml:7:14: error: groups[0].rules[0].uid: expected a uid, got nothing'],
  ['a missing condition', '        condition: breach\n', '', 'rules.yaml:7:9: error: groups[0].rules[0].condition: expected the refId of the query or expression that decides, got nothing'],
  [
    'a state in lower case',
    'for: 1m',
    'noDataState: ok',
    'rules.yaml:10:22: error: groups[0].rules[0].noDataState: expected one of NoData, Alerting, OK, KeepLast, got "ok"\n  did you mean "OK"?',
  ],
  [
    'a range as text',
    'from: 60',
    'from: 10m',
    'rules.yaml:16:40: error: groups[0].rules[0].data[0].relativeTimeRange.from: expected a whole number of seconds, got "10m"\n  Grafana takes no durations here: 10 minutes are 600',
  ],
  ['a list for a title', 'title: Failures', 'title: [a]', 'rules.yaml:8:16: error: groups[0].rules[0].title: expected a string, got a list'],
  ['a key given twice', 'for: 1m', 'title: Other', 'rules.yaml:10:9: error: Map keys must be unique'],
])('%s is an error with its place', (_what, piece, replacement, expected) => {
  const loaded = load(changed(piece, replacement));
  expect(problems(loaded)).toEqual([expected]);
  expect(loaded.groups.flatMap(({ rules }) => rules)).toEqual([]);
});

test('all problems of all files are reported at once', () => {
  const files = [
    { name: 'b.yaml', text: changed('uid: failures', 'uid: other').replace('10s', '15s') },
    { name: 'a.yaml', text: changed('title: Failures', 'title: ""') },
    { name: 'c.yaml', text: 'groups: [' },
    { name: 'd.yaml', text: Uint8Array.of(0xff, 0xfe) },
    { name: 'e.yaml', text: undefined },
    { name: 'notes.txt', text: 'anything' },
  ];
  const found = loadAlerting(files, { environment: {} }).problems.map(({ file, code }) => [file, code]);
  expect(found.sort()).toEqual([
    ['a.yaml', 'missing-title'],
    ['b.yaml', 'bad-interval'],
    ['c.yaml', 'yaml-syntax'],
    ['d.yaml', 'yaml-syntax'],
    ['e.yaml', 'is-directory'],
    ['notes.txt', 'skipped-file'],
  ]);
});

test.each([
  [
    'a data source that does not exist',
    'datasourceUid: prometheus',
    'datasourceUid: prometeus',
    'rules.yaml:15:28: warning: groups[0].rules[0].data[0].datasourceUid: expected the uid of a data source (prometheus, loki), got "prometeus"\n  did you mean "prometheus"?',
  ],
  [
    'a condition that names no query',
    'condition: breach',
    'condition: brech',
    'rules.yaml:9:20: warning: groups[0].rules[0].condition: expected one of the refIds failures, breach, got "brech"\n  did you mean "breach"?',
  ],
  [
    'the snake-case key of Prometheus',
    'for: 1m',
    'keep_firing_for: 1m',
    'rules.yaml:10:9: warning: groups[0].rules[0].keep_firing_for: unknown key "keep_firing_for"\n  did you mean "keepFiringFor"?',
  ],
  [
    'an unescaped variable in a label',
    'severity: critical',
    'severity: "{{ $labels.x }}"',
    'rules.yaml:11:29: warning: groups[0].rules[0].labels.severity: $labels in a label is read as an environment variable, normally an empty one\n  write $$labels',
  ],
  [
    'an escaped variable in an annotation',
    '$labels.method',
    '$$labels.method',
    'rules.yaml:12:33: warning: groups[0].rules[0].annotations.summary: $$labels in an annotation keeps both dollars and breaks the template\n  write $labels',
  ],
])('%s is a warning with its place', (_what, piece, replacement, expected) => {
  const loaded = load(RULE.replace(piece, () => replacement), { dataSourceUids: ['prometheus', 'loki'] });
  expect(problems(loaded)).toEqual([expected]);
  expect(loaded.groups.flatMap(({ rules }) => rules)).toHaveLength(1);
});

test('a query that its language refuses is reported at its expression', () => {
  const loaded = load(RULE, {
    checkQuery: ({ datasourceUid }) => ({ severity: 'unsupported', key: 'expr', message: `not known to ${datasourceUid}` }),
  });
  expect(problems(loaded)).toEqual([
    'rules.yaml:17:28: not supported: groups[0].rules[0].data[0].model.expr: not known to prometheus',
  ]);
});

const CONSOLE = 'contactPoints: [{ name: console, receivers: [{ uid: c, type: webhook, settings: { url: http://c } }] }]\n';

test('a recording rule is not supported', () => {
  const loaded = load(changed('for: 1m', 'record: { metric: x, from: failures }'));
  expect(loaded.problems).toMatchObject([{ severity: 'unsupported', key: 'groups[0].rules[0].record' }]);
  expect(loaded.groups.flatMap((group) => group.rules)).toEqual([]);
});

test('a SQL expression is not supported', () => {
  const loaded = load(changed('type: threshold', 'type: sql'));
  expect(problems(loaded)).toEqual([
    expect.stringMatching(/^rules\.yaml:\d+:\d+: not supported: groups\[0\]\.rules\[0\]\.data\[1\]\.model\.type: /),
  ]);
});

test('a rule may have a receiver of its own, its lists and durations as text', () => {
  const settings =
    'notification_settings: { receiver: console, group_by: ["...", ""], group_wait: 10s, repeat_interval: "", mute_time_intervals: [] }';
  const loaded = load(CONSOLE + changed('for: 1m', settings));
  expect(problems(loaded)).toEqual([]);
  expect(loaded.groups[0]?.rules[0]?.notificationSettings).toEqual({
    receiver: 'console',
    groupBy: ['...'],
    groupWaitMs: 10_000,
    groupIntervalMs: undefined,
    repeatIntervalMs: undefined,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
  });
});

test.each([
  ['{ receiver: "" }', 'missing-receiver'],
  ['{ group_by: ["..."] }', 'missing-receiver'],
  ['{ receiver: nobody }', 'unknown-contact-point'],
  ['{ receiver: console, group_interval: 0s }', 'zero-duration'],
  ['{ receiver: console, group_wait: soon }', 'bad-duration'],
  ['{ receiver: console, mute_time_intervals: [nights] }', 'unknown-time-interval'],
  ['{ receiver: console, group_by: [team] }', 'incomplete-group-by'],
])('the notification settings %s are reported as %s', (settings, code) => {
  const loaded = load(CONSOLE + changed('for: 1m', `notification_settings: ${settings}`));
  expect(loaded.problems.map((problem) => problem.code)).toEqual([code]);
});

test('labels and names take the environment, annotations and models do not', () => {
  const text = RULE.replace('critical', '$LEVEL').replace('title: Failures', 'title: $LEVEL x').replace('expr: up', 'expr: $LEVEL');
  const { groups } = load(text, { environment: { LEVEL: 'page' } });
  expect(groups[0]?.rules[0]).toMatchObject({
    title: 'page x',
    labels: { severity: 'page' },
    nodes: [{ model: { expr: '$LEVEL' } }, {}],
  });
});

test('a later file moves a rule, adds to a group and deletes', () => {
  const other = RULE.replace('name: payment', 'name: other').replace('10s', '20s');
  const files = [
    { name: '1.yaml', text: RULE },
    { name: '2.yaml', text: `${other}deleteRules: [{ uid: gone }]\n` },
    { name: '3.yaml', text: RULE.replace('uid: failures', 'uid: gone').replace('10s', '30s') },
    { name: '4.yaml', text: 'deleteRules: [{ orgId: 1, uid: gone }]' },
  ];
  const { groups, deleteRules } = loadAlerting(files, { environment: {} });
  expect(groups.map(({ name, intervalMs, rules }) => [name, intervalMs, rules.map(({ uid }) => uid)])).toEqual([
    ['payment', 30_000, []],
    ['other', 20_000, ['failures']],
  ]);
  expect(deleteRules).toEqual([
    { orgId: 1, uid: 'gone' },
    { orgId: 1, uid: 'gone' },
  ]);
});

test('numbers are read as Grafana reads YAML', () => {
  const model = '{ a: 1_000, b: 0x10, c: 010, d: "5", e: !!binary aGk=, f: 1.50, g: yes, h: null }';
  const { groups } = load(changed('{ expr: up, instant: true }', model));
  const decoded = { a: 1000, b: 16, c: 8, d: '5', e: 'hi', f: 1.5, g: 'yes', h: null };
  expect(groups[0]?.rules[0]?.nodes[0]?.model).toMatchObject(decoded);
});

test.each([
  ['uid', 'title: Failures', 'title: Other', 'duplicate-uid'],
  ['title', 'uid: failures', 'uid: other', 'duplicate-title'],
])('a second rule with the same %s is a warning', (_what, piece, replacement, code) => {
  const files = [
    { name: '1.yaml', text: RULE },
    { name: '2.yaml', text: changed(piece, replacement) },
  ];
  expect(loadAlerting(files, { environment: {} }).problems).toMatchObject([{ severity: 'warning', file: '2.yaml', code }]);
});
