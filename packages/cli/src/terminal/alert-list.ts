import { stateOf, type AlertInstance, type Rule, type RuleGroup } from '@firedrill/grafana-client';
import { formatTable, type Cell } from './table';
import type { Colour, Terminal } from './terminal';

const COLOURS: Readonly<Record<string, Colour>> = {
  Normal: 'green',
  Pending: 'yellow',
  Alerting: 'red',
  Recovering: 'yellow',
  NoData: 'magenta',
  Error: 'magenta',
};

/** Labels that say nothing beside the rule's name. */
const OWN_LABELS = ['alertname', 'grafana_folder', 'severity', 'team'];

/** One line a rule that is Normal, one line an instance otherwise: state, since when, value and labels. */
export function formatAlertList(groups: readonly RuleGroup[], nowMs: number, terminal: Terminal): string {
  const rows = groups.flatMap((group) => group.rules.flatMap((rule) => ruleRows(rule, nowMs, terminal)));
  const header = ['RULE', 'STATE', 'SINCE', 'VALUE', 'LABELS'].map((text) => ({
    text,
    paint: (same: string) => terminal.paint('dim', same),
  }));
  return formatTable([header, ...rows]);
}

function ruleRows(rule: Rule, nowMs: number, terminal: Terminal): (Cell | string)[][] {
  const name = rule.uid ?? rule.name;
  const active = rule.alerts.filter((instance) => stateOf(instance) !== 'Normal');
  if (active.length > 0) return active.map((instance) => instanceRow(name, instance, nowMs, terminal));
  if (rule.lastEvaluation == null && rule.alerts.length === 0) return [[name, 'not evaluated yet']];
  return [[name, { text: 'Normal', paint: (text) => terminal.paint('green', text) }]];
}

function instanceRow(name: string, instance: AlertInstance, nowMs: number, terminal: Terminal): (Cell | string)[] {
  const state = instance.state === 'Alerting' ? 'Firing' : instance.state;
  const labels = Object.entries(instance.labels).filter(([label]) => !OWN_LABELS.includes(label));
  return [
    name,
    { text: state, paint: (text) => terminal.paint(COLOURS[stateOf(instance)] ?? 'bold', text) },
    formatSince(instance.activeAt, nowMs),
    shortValue(instance.value ?? ''),
    labels.map(([label, value]) => `${label}=${value}`).join(' '),
  ];
}

function formatSince(activeAt: string | null | undefined, nowMs: number): string {
  if (activeAt == null) return '';
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(activeAt)) / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** The values of an evaluation string without its labels: `[ var='share' labels={} value=0.8 ]` becomes `share=0.8`. */
function shortValue(value: string): string {
  const pairs = [...value.matchAll(/var='([^']*)'.*?value=(\S+)/g)];
  if (pairs.length === 0) return value;
  return pairs.map(([, name = '', number = '']) => `${name}=${Number(Number(number).toPrecision(4))}`).join(' ');
}
