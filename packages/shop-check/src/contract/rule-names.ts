import { parse as parseLogql, walk as walkLogql } from '@firedrill/logql';
import { parse as parsePromql, walk as walkPromql } from '@firedrill/promql';
import type { ServiceContract } from '@firedrill/service-kit';

/** Labels that the scrape and the log collector add. */
const TARGET_LABELS = ['job', 'service', 'instance', 'le', '__name__'];
const STREAM_LABELS = ['job', 'service', 'level', '__error__'];
const LINE_FIELDS = ['time', 'level', 'service', 'event', 'msg', 'reqId', 'traceId'];

/** Metrics that Prometheus and prom-client make. */
const FOREIGN_METRIC = /^(?:up$|scrape_|process_|nodejs_|ALERTS)/;

/** The metrics, labels and closed label values of a PromQL query that no contract declares. Throws QueryError. */
export function undeclaredInPromql(text: string, contracts: readonly ServiceContract[]): string[] {
  const parsed = parsePromql(text);
  if (!parsed.ok) throw parsed.error;
  const found: string[] = [];
  walkPromql(parsed.expr, (node) => {
    if (node.kind !== 'vectorSelector') return;
    const name = node.name ?? '';
    if (FOREIGN_METRIC.test(name)) return;
    const metric = metricOf(name, contracts);
    if (metric === undefined) {
      found.push(`metric ${name}`);
      return;
    }
    for (const { name: label, operator, value } of node.matchers) {
      const allowed = metric.labels[label];
      if (allowed === undefined && !TARGET_LABELS.includes(label)) found.push(`label ${label} of ${name}`);
      const values = operator === '=' ? [value] : operator === '=~' ? value.split('|') : [];
      const plain = values.filter((one) => /^\w+$/.test(one));
      if (allowed !== undefined && allowed !== 'any') {
        found.push(...plain.filter((one) => !allowed.includes(one)).map((one) => `${label}="${one}" of ${name}`));
      }
    }
  });
  return found;
}

function metricOf(name: string, contracts: readonly ServiceContract[]): ServiceContract['metrics'][string] | undefined {
  const metrics = contracts.map((contract) => contract.metrics);
  const find = (wanted: string) => metrics.find((table) => table[wanted] !== undefined)?.[wanted];
  const histogram = find(name.replace(/_(?:bucket|sum|count)$/, ''));
  return find(name) ?? (histogram?.type === 'histogram' ? histogram : undefined);
}

/** The events and fields of a LogQL query that no contract declares. Throws QueryError. */
export function undeclaredInLogql(text: string, contracts: readonly ServiceContract[]): string[] {
  const used = namesOfLogql(text);
  const events = Object.assign({}, ...contracts.map((contract) => contract.events)) as ServiceContract['events'];
  const unknown = used.events.filter((name) => events[name] === undefined).map((name) => `event ${name}`);
  const meant = used.events.length === 0 ? Object.keys(events) : used.events;
  const fields = new Set([
    ...STREAM_LABELS,
    ...LINE_FIELDS,
    ...meant.flatMap((name) => Object.keys(events[name]?.fields ?? {})),
  ]);
  return [...unknown, ...used.fields.filter((name) => !fields.has(name)).map((name) => `field ${name}`)];
}

function namesOfLogql(text: string): { readonly events: string[]; readonly fields: string[] } {
  const events: string[] = [];
  const fields: string[] = [];
  const filter = (node: Filter): void => {
    if ('left' in node) {
      filter(node.left);
      filter(node.right);
      return;
    }
    if (node.kind !== 'matcher') {
      fields.push(node.name);
      return;
    }
    const { name, operator, value } = node.matcher;
    fields.push(name);
    if (name !== 'event' || !/^=~?$/.test(operator)) return;
    events.push(...value.split('|').filter((one) => /^\w+$/.test(one)));
  };
  walkLogql(parseLogql(text), (node) => {
    if (node.kind === 'log') {
      for (const stage of node.stages) if (stage.kind === 'labelFilter') filter(stage.filter);
    }
    if (node.kind === 'rangeAggregation' && node.unwrap !== undefined) {
      fields.push(node.unwrap.label);
      node.unwrap.filters.forEach(filter);
    }
    if (node.kind === 'rangeAggregation' || node.kind === 'vectorAggregation')
      fields.push(...(node.grouping?.labels ?? []));
  });
  return { events, fields };
}

type LogStage = Extract<Parameters<Parameters<typeof walkLogql>[1]>[0], { kind: 'log' }>['stages'][number];
type Filter = Extract<LogStage, { kind: 'labelFilter' }>['filter'];
