import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  acceptsAlert,
  compilePolicy,
  groupLabelsOf,
  loadAlerting,
  MatcherError,
  policiesOf,
  readAlertFilter,
  receivedAlert,
  SilenceError,
  Silences,
  silenceState,
  type Alert,
  type PolicyNode,
  type SilenceMatcher,
} from '@firedrill/grafana-alerting';
import { Labels } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { compareCase } from './recorded-cases';

type LabelRecord = Readonly<Record<string, string>>;

interface Routing {
  readonly systemLabels: LabelRecord;
  readonly labelSets: readonly LabelRecord[];
  readonly matcherTable: readonly {
    readonly name: string;
    readonly route: object;
    readonly matches: readonly string[];
  }[];
  readonly trees: readonly RecordedTree[];
}

interface RecordedTree {
  readonly name: string;
  readonly route: object;
  readonly receivers: Readonly<Record<string, readonly string[]>>;
  readonly groups: readonly {
    readonly receiver: string;
    readonly labels: LabelRecord;
    readonly alerts: readonly string[];
  }[];
}

interface SilenceFile {
  readonly silences: readonly RecordedSilence[];
  readonly alertFilters: readonly {
    readonly name: string;
    readonly query: string;
    readonly ids?: readonly string[];
    readonly errorKind?: string;
  }[];
}

interface RecordedSilence {
  readonly name: string;
  readonly matchers: readonly SilenceMatcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly accepted: boolean;
  readonly state?: string;
  readonly silences?: readonly string[];
  readonly errorKind?: string;
}

/** A moment between the start and the end of the recorded silences. */
const NOW_MS = Date.UTC(2026, 0, 1);

/** Where alerts go and what silences them: matchers, policy trees, silences, filters of the alerts API. */
export const area: Area = {
  name: 'grafana-routing',
  files: ['grafana/routing.json', 'grafana/silences.json'],
  run(folder) {
    const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, 'grafana', name), 'utf8'));
    const routing = read('routing.json') as Routing;
    const silences = read('silences.json') as SilenceFile;
    const alerts = recordedAlerts(routing);
    return Promise.resolve([
      ...routing.matcherTable.map(({ name, route, matches }) => runMatcher(name, route, matches, alerts)),
      ...routing.trees.map((tree) => runTree(tree, alerts)),
      ...silences.silences.map((silence) => runSilence(silence, alerts)),
      ...silences.alertFilters.map((filter) => runFilter(filter, alerts)),
    ]);
  },
};

function recordedAlerts({ systemLabels, labelSets }: Routing): readonly Alert[] {
  return labelSets.map((labels) => {
    const sent = { labels: { ...labels, ...systemLabels }, annotations: {}, captures: [], valueText: '' };
    return receivedAlert({ ...sent, startsAtMs: 0, endsAtMs: NOW_MS + 60_000 }, 1, 0);
  });
}

function idOf({ labels }: Alert): string {
  return labels.get('id');
}

function runMatcher(name: string, route: object, matches: readonly string[], alerts: readonly Alert[]): CaseResult {
  const root = loadTree({ receiver: 'root', routes: [{ receiver: 'child', continue: true, ...route }] });
  const matched = alerts.filter(({ labels }) => policiesOf(root, labels).some(({ receiver }) => receiver === 'child'));
  return compareCase(name, matches, matched.map(idOf));
}

function runTree({ name, route, receivers, groups }: RecordedTree, alerts: readonly Alert[]): CaseResult {
  const root = loadTree(route);
  const found = new Map<string, { receiver: string; labels: LabelRecord; alerts: string[] }>();
  const actual: Record<string, readonly string[]> = {};
  for (const alert of alerts) {
    const policies = policiesOf(root, alert.labels);
    // The recording has the receivers of an alert sorted.
    actual[idOf(alert)] = policies.map(({ receiver }) => receiver).sort();
    for (const policy of policies) {
      const labels = groupLabelsOf(policy, alert.labels);
      const key = `${policy.id} ${labels.key}`;
      const group = found.get(key) ?? { receiver: policy.receiver, labels: publicLabels(labels), alerts: [] };
      group.alerts.push(idOf(alert));
      found.set(key, group);
    }
  }
  return compareCase(
    name,
    { receivers, groups: sorted(groups) },
    { receivers: actual, groups: sorted([...found.values()]) },
  );
}

function publicLabels(labels: Labels): LabelRecord {
  return Object.fromEntries([...labels].filter(([label]) => !/^__.*__$/.test(label)));
}

function sorted(groups: RecordedTree['groups']): readonly string[] {
  return groups
    .map(({ receiver, labels, alerts }) => JSON.stringify([receiver, Labels.of(labels).toObject(), [...alerts].sort()]))
    .sort();
}

/** Reads a recorded route through a file, as Grafana did. */
function loadTree(route: object): PolicyNode {
  const written = JSON.stringify(route);
  const names = [...written.matchAll(/"receiver":"([^"]+)"/g)].map(([, name]) => name);
  const settings = { url: 'http://127.0.0.1/' };
  const contactPoints = [...new Set(names)].map((name, index) => ({
    name,
    receivers: [{ uid: `r${index}`, type: 'webhook', settings }],
  }));
  // A dollar sign in a file begins a variable.
  const text = JSON.stringify({ policies: [JSON.parse(written)], contactPoints }).replaceAll('$', '$$$$');
  const { policies } = loadAlerting([{ name: 'tree.json', text }], { environment: {} });
  return compilePolicy(policies[0]?.root);
}

function runSilence(recorded: RecordedSilence, alerts: readonly Alert[]): CaseResult {
  const { name, accepted, state, silences: silenced = [], errorKind } = recorded;
  const expected = accepted ? { state, silenced } : { errorKind };
  return compareCase(`silence: ${name}`, expected, silenceOutcome(recorded, alerts));
}

function silenceOutcome({ matchers, startsAt, endsAt }: RecordedSilence, alerts: readonly Alert[]): unknown {
  const silences = new Silences();
  const times = { startsAtMs: Date.parse(startsAt), endsAtMs: Date.parse(endsAt), updatedAtMs: 0 };
  if (Number.isNaN(times.startsAtMs)) return { errorKind: 'bad request data' };
  try {
    silences.put({ id: 'one', matchers, ...times, createdBy: 'lab', comment: '' });
  } catch (error) {
    if (error instanceof SilenceError) return { errorKind: error.code };
    throw error;
  }
  const [silence] = silences.list(NOW_MS);
  const silenced = alerts.filter(({ labels }) => silences.silencing(labels, NOW_MS).length > 0).map(idOf);
  return { state: silence && silenceState(silence, NOW_MS), silenced };
}

/** The filters ran with one silence and two routes. */
function runFilter(
  { name, query, ids, errorKind }: SilenceFile['alertFilters'][number],
  alerts: readonly Alert[],
): CaseResult {
  const root = loadTree({
    receiver: 'root',
    routes: [
      { receiver: 'crit', object_matchers: [['severity', '=', 'critical']] },
      { receiver: 'warn-x', object_matchers: [['severity', '=', 'warning']] },
    ],
  });
  try {
    const filter = readAlertFilter(new URLSearchParams(query));
    const shown = alerts.filter((alert) => {
      const receivers = policiesOf(root, alert.labels).map(({ receiver }) => receiver);
      const silencedBy = alert.labels.get('team') === 'a' ? ['one'] : [];
      return acceptsAlert(filter, { alert, receivers, silencedBy });
    });
    return compareCase(`filter: ${name}`, ids, shown.map(idOf));
  } catch (error) {
    if (!(error instanceof MatcherError)) throw error;
    return compareCase(`filter: ${name}`, errorKind, error.code);
  }
}
