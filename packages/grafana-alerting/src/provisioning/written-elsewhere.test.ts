import { formatProblem } from '@firedrill/config-file';
import { loadAlerting, type AlertRule } from '../index';

/** A file as Grafana's own export writes it. */
const EXPORTED = `apiVersion: 1
groups:
    - orgId: 1
      name: API latency
      folder: Shop/Back end
      interval: 1m
      rules:
        - uid: fe2b5cd5-6b5f-4b4e-9e6a-1f2a3b4c5d6e
          title: 95th percentile > 500 ms
          condition: C
          data:
            - refId: A
              relativeTimeRange:
                from: 600
                to: 0
              datasourceUid: prometheus
              model:
                adhocFilters: []
                datasource:
                    type: prometheus
                    uid: prometheus
                editorMode: code
                expr: |-
                    histogram_quantile(0.95,
                      sum by (le, route) (rate(http_request_duration_seconds_bucket{job="api"}[$__rate_interval])))
                instant: true
                intervalMs: 1000
                legendFormat: __auto
                maxDataPoints: 43200
                range: false
                refId: A
            - refId: C
              relativeTimeRange:
                from: 0
                to: 0
              datasourceUid: __expr__
              model:
                conditions:
                    - evaluator:
                        params:
                            - 0.5
                            - 0
                        type: gt
                      operator:
                        type: and
                      query:
                        params: []
                      reducer:
                        params: []
                        type: avg
                      type: query
                datasource:
                    name: Expression
                    type: __expr__
                    uid: __expr__
                expression: A
                intervalMs: 1000
                maxDataPoints: 43200
                refId: C
                type: threshold
          dashboardUid: shop
          panelId: 4
          noDataState: OK
          execErrState: Error
          for: 5m
          keepFiringFor: 2m
          annotations:
            __dashboardUid__: shop
            __panelId__: "4"
            description: ""
            runbook_url: https://example.org/runbooks/latency
            summary: '{{ $labels.route }} answers in {{ printf "%.0f" (index $values "A").Value }} s'
          labels:
            severity: "2"
            team: back-end
          isPaused: false
          notification_settings:
            receiver: grafana-default-email
`;

function rulesOf(text: string | Uint8Array, name = 'rules.yaml'): readonly AlertRule[] {
  const { groups, problems } = loadAlerting([{ name, text }], { environment: {} });
  expect(problems.map(formatProblem)).toEqual([]);
  return groups.flatMap(({ rules }) => rules);
}

test('a file exported by Grafana loads whole', () => {
  const [rule] = rulesOf(EXPORTED);
  expect(rule).toMatchObject({
    folder: 'Shop/Back end',
    forMs: 300_000,
    keepFiringForMs: 120_000,
    dashboardUid: 'shop',
    panelId: 4,
    labels: { severity: '2', team: 'back-end' },
    notificationSettings: { receiver: 'grafana-default-email' },
  });
  expect(rule?.nodes[0]?.model.expr).toMatch(/^histogram_quantile\(0\.95,\n {2}sum by/);
});

test.each([
  ['Windows line ends', EXPORTED.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\u{FEFF}${EXPORTED}`],
  ['bytes with a byte order mark', new TextEncoder().encode(`\u{FEFF}${EXPORTED}`)],
  ['a second document that is broken', `---\n${EXPORTED}\n---\n{ : [\n`],
  ['a directive and an end', `%YAML 1.2\n---\n${EXPORTED}...\n`],
  ['spaces and tabs at the line ends', EXPORTED.replaceAll(/(from: 600|type: gt)\n/g, '$1 \t\n')],
  ['no line end at the end', EXPORTED.trimEnd()],
])('with %s it is the same', (_what, text) => {
  expect(rulesOf(text)).toEqual(rulesOf(EXPORTED));
});

test('numbers, booleans and durations may be text', () => {
  const text = EXPORTED.replace('orgId: 1', "orgId: '1'")
    .replace('panelId: 4', 'panelId: "4"')
    .replace('isPaused: false', 'isPaused: "false"')
    .replace('interval: 1m', 'interval: "60s"');
  expect(rulesOf(text)).toEqual(rulesOf(EXPORTED));
});

test('JSON with tabs is read like YAML', () => {
  const rule = {
    uid: 'a',
    title: 'A \u2603 \u{1F6D2}',
    condition: 'A',
    for: '0s',
    data: [{ refId: 'A', relativeTimeRange: { from: 60, to: 0 }, datasourceUid: 'p', model: { expr: 'up' } }],
  };
  const content = { apiVersion: 1, groups: [{ name: 'g', folder: 'F', interval: '10s', rules: [rule] }] };
  expect(rulesOf(JSON.stringify(content, undefined, '\t'), 'rules.json')).toMatchObject([{ title: rule.title }]);
});

test('anchors, aliases and merge keys stand for what they name', () => {
  const text = `apiVersion: 1
x-query: &query
  relativeTimeRange: &range { from: 300, to: 0 }
  datasourceUid: p
groups:
  - &group
    name: one
    folder: F
    interval: 1m
    rules:
      - &rule
        uid: a
        title: A
        condition: A
        labels: &labels { team: shop }
        data:
          - { <<: *query, refId: A, model: { expr: up } }
      - { <<: *rule, uid: b, title: B, labels: { <<: *labels, severity: high } }
`;
  const { groups, problems } = loadAlerting([{ name: 'rules.yaml', text }], { environment: {} });
  expect(problems.map(({ code, key }) => [code, key])).toEqual([['unknown-key', 'x-query']]);
  expect(groups[0]?.rules).toMatchObject([
    { uid: 'a', labels: { team: 'shop' }, nodes: [{ fromSeconds: 300, datasourceUid: 'p' }] },
    { uid: 'b', labels: { team: 'shop', severity: 'high' }, nodes: [{ refId: 'A' }] },
  ]);
});

test('the misspelt key of old JSON files is told, and the file loads', () => {
  const { groups, problems } = loadAlerting(
    [{ name: 'rules.yaml', text: EXPORTED.replace('dashboardUid: shop\n          panelId', 'dasboardUid: shop\n          panelId') }],
    { environment: {} },
  );
  expect(problems).toMatchObject([{ severity: 'warning', code: 'unknown-key', hint: 'did you mean "dashboardUid"?' }]);
  expect(groups[0]?.rules).toHaveLength(1);
});

test('a file of many rules is read whole', () => {
  const rules = Array.from({ length: 400 }, (_, index) => ({
    uid: `r${index}`,
    title: `Rule ${index}`,
    condition: 'A',
    data: [{ refId: 'A', relativeTimeRange: { from: 60, to: 0 }, datasourceUid: 'p', model: { expr: `x${index}` } }],
  }));
  const content = { apiVersion: 1, groups: [{ name: 'g', folder: 'F', interval: '10s', rules }] };
  expect(rulesOf(JSON.stringify(content), 'rules.json')).toHaveLength(400);
});
