import type { AlertRule, DataSourceDefinition, RuleNode } from '@firedrill/grafana-alerting';
import { parse as parseLogql, walk as walkLogql } from '@firedrill/logql';
import { parse as parsePromql, walk } from '@firedrill/promql';
import { QueryError } from '@firedrill/query-core';
import { formatDuration } from '@firedrill/timeseries';

/**
 * A first case file for a rule, its inputs guessed from the rule's queries: one quiet case to be made true and one about
 * data sources that fail.
 */
export function newCaseFile(
  rule: AlertRule,
  dataSources: readonly DataSourceDefinition[],
  provisioning: string,
): string {
  const types = new Map(dataSources.map(({ uid, type }) => [uid, type]));
  const queries = rule.nodes.filter(({ datasourceUid }) => types.has(datasourceUid));
  const ofType = (type: string): RuleNode[] => queries.filter(({ datasourceUid }) => types.get(datasourceUid) === type);
  const series = [...new Set(ofType('prometheus').flatMap(seriesOf))];
  const streams = [...new Set(ofType('loki').flatMap(streamsOf))];
  const tables = queries.filter(
    ({ datasourceUid }) => !['prometheus', 'loki'].includes(types.get(datasourceUid) ?? ''),
  );
  const inputs = [
    ...(series.length === 0
      ? []
      : ['      - metrics:', '          interval: 15s', '          series:', ...series.map(seriesLine)]),
    ...(streams.length === 0 ? [] : ['      - logs:', ...streams.flatMap(streamLines)]),
    ...tables.map(
      ({ refId }) => `      - sql: [{ refId: ${refId}, at: 0s, columns: [name, value], rows: [[one, 1]] }]`,
    ),
  ];
  const end = formatDuration(Math.max(rule.forMs + 2 * rule.intervalMs, 300_000));
  const failing = [...new Set(queries.map(({ datasourceUid }) => datasourceUid))];
  return [
    `rule: ${rule.uid}`,
    `provisioning: ${provisioning}`,
    'cases:',
    '  - name: stays quiet while all is well',
    inputs.length === 0 ? '    inputs: []' : '    inputs:',
    ...inputs,
    `    until: ${end}`,
    '    staysQuiet: true',
    ...failing.flatMap((uid) => [
      '',
      `  - name: what happens while ${uid} fails`,
      `    inputs: [{ failures: [{ datasource: ${uid}, at: 0s, error: connection refused }] }]`,
      `    expect: [{ at: ${end}, state: ${STATE_OF[rule.execErrState]} }]`,
    ]),
    '',
  ].join('\n');
}

const STATE_OF: Readonly<Record<AlertRule['execErrState'], string>> = {
  Error: 'Error',
  Alerting: 'Alerting',
  OK: 'Normal',
  KeepLast: 'Normal',
};

/** Every selector of a PromQL query as one series: what its equality matchers say. */
function seriesOf({ model }: RuleNode): string[] {
  const parsed = parsePromql(withoutMacros(model.expr));
  const found: string[] = [];
  if (!parsed.ok) return found;
  walk(parsed.expr, (node) => {
    if (node.kind !== 'vectorSelector' || node.name === undefined) return;
    const labels = node.matchers.filter(({ name, operator }) => name !== '__name__' && operator === '=');
    found.push(`${node.name}{${labels.map(({ name, value }) => `${name}=${JSON.stringify(value)}`).join(', ')}}`);
  });
  return found;
}

/** The selectors of a LogQL query as label maps in YAML's flow style. */
function streamsOf({ model }: RuleNode): string[] {
  try {
    const found: string[] = [];
    walkLogql(parseLogql(withoutMacros(model.expr)), (node) => {
      if (node.kind !== 'log') return;
      const labels = node.matchers.filter(({ operator }) => operator === '=');
      found.push(`{ ${labels.map(({ name, value }) => `${name}: ${JSON.stringify(value)}`).join(', ')} }`);
    });
    return found;
  } catch (error) {
    if (error instanceof QueryError) return [];
    throw error;
  }
}

function withoutMacros(expr: unknown): string {
  return typeof expr === 'string' ? expr.replaceAll(/\$\{?__\w+\}?/g, '5m') : '';
}

function seriesLine(series: string): string {
  return `            - { series: '${series.replaceAll("'", "''")}', values: '0x40' }`;
}

function streamLines(labels: string): string[] {
  return [`          - labels: ${labels}`, '            lines: [{ at: 10s, line: a line that says nothing }]'];
}
