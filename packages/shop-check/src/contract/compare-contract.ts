import type { ServiceContract } from '@firedrill/service-kit';

/** How what a service showed differs from what its contract declares. */
export interface Comparison {
  /** Shown and not declared: metrics, `metric{label}`, `metric{label="value"}`, events, `event.field`. */
  readonly undeclared: readonly string[];
  /** Declared and not shown. */
  readonly unseen: readonly string[];
}

/** prom-client's own metrics belong to no contract. */
const PROCESS_METRIC = /^(?:process|nodejs)_/;
const SAMPLE = /^(\w+)(?:\{(.*)\})? \S+$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Compares the samples of a scrape with the declared metrics, labels and closed label values. */
export function compareMetrics({ metrics }: ServiceContract, exposition: string): Comparison {
  const seen = new Set<string>();
  const undeclared = new Set<string>();
  for (const line of exposition.split('\n')) {
    const [, sample = '', labelText = ''] = SAMPLE.exec(line) ?? [];
    if (sample === '' || PROCESS_METRIC.test(sample)) continue;
    const name = metrics[sample] === undefined ? sample.replace(/_(?:bucket|sum|count)$/, '') : sample;
    const metric = metrics[name];
    if (metric === undefined) {
      undeclared.add(sample);
      continue;
    }
    seen.add(name);
    const labels = [...labelText.matchAll(LABEL)].map(([, label = '', value = '']) => [label, value] as const);
    for (const [label, value] of labels.filter(([label]) => label !== 'le')) {
      const allowed = metric.labels[label];
      if (allowed === undefined) undeclared.add(`${name}{${label}}`);
      else if (allowed !== 'any' && !allowed.includes(value)) undeclared.add(`${name}{${label}="${value}"}`);
      seen.add(`${name}{${label}}`);
    }
  }
  const declared = Object.entries(metrics).flatMap(([name, { labels }]) => [
    name,
    ...Object.keys(labels).map((label) => `${name}{${label}}`),
  ]);
  return { undeclared: [...undeclared], unseen: declared.filter((name) => !seen.has(name)) };
}

/** What every line has, whatever its event. */
const LINE_FIELDS = ['time', 'level', 'service', 'event', 'msg', 'reqId', 'traceId'];

/** Compares the lines of a log with the declared events, levels and fields. */
export function compareEvents(
  { events }: ServiceContract,
  lines: readonly Readonly<Record<string, unknown>>[],
): Comparison {
  const seen = new Set<string>();
  const undeclared = new Set<string>();
  for (const line of lines) {
    const name = String(line.event);
    const event = events[name];
    if (event?.level !== line.level) undeclared.add(`${name} at level ${String(line.level)}`);
    if (event === undefined) continue;
    seen.add(name);
    for (const field of Object.keys(line).filter((key) => !LINE_FIELDS.includes(key))) {
      const type = event.fields[field]?.replace('?', '');
      if (type !== typeof line[field]) undeclared.add(`${name}.${field}`);
      seen.add(`${name}.${field}`);
    }
  }
  const declared = Object.entries(events).flatMap(([name, { fields }]) => [
    name,
    ...Object.keys(fields).map((field) => `${name}.${field}`),
  ]);
  return { undeclared: [...undeclared], unseen: declared.filter((name) => !seen.has(name)) };
}
