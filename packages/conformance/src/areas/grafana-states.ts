import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  applyResults,
  behaviourOf,
  NEWEST_BEHAVIOUR,
  NO_INSTANCES,
  resetRule,
  type AlertInstance,
  type AlertRule,
  type InstanceResult,
  type RuleState,
  type StepOutcome,
} from '@firedrill/grafana-alerting';
import { Labels, parseDuration } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { recordedNumber, type RecordedNumber } from './recorded-number';
import { toRule } from './recorded-rule';

type LabelRecord = Readonly<Record<string, string>>;

interface RecordedRule {
  readonly title: string;
  readonly for: string;
  readonly interval: string;
  readonly keepFiringFor?: string;
  readonly missingSeriesEvalsToResolve?: number | null;
  readonly noDataState: AlertRule['noDataState'];
  readonly execErrState: AlertRule['execErrState'];
  readonly labels: LabelRecord;
  readonly annotations: LabelRecord;
  readonly condition: string;
  readonly data: readonly { readonly refId: string; readonly datasourceUid: string }[];
}

interface RecordedResult {
  readonly labels: LabelRecord;
  readonly state: InstanceResult['state'];
  readonly error?: string;
  readonly errorRefId?: string;
  readonly values?: Readonly<Record<string, RecordedNumber>>;
}

interface RecordedInstance {
  readonly labels: LabelRecord;
  readonly state: string;
  readonly reason: string;
  readonly removed?: boolean;
  readonly annotations?: LabelRecord;
  readonly startsAt?: number;
  readonly endsAt?: number;
}

interface RecordedAlert {
  readonly labels: LabelRecord;
  readonly startsAt: number;
  readonly endsAt: number;
}

interface StateCase {
  readonly name: string;
  readonly grafana?: string;
  readonly rule: RecordedRule;
  readonly ticks: readonly {
    readonly t: number;
    readonly op?: 'reset' | 'restart';
    readonly results?: readonly RecordedResult[];
    readonly expect: { readonly instances: readonly RecordedInstance[]; readonly sent?: readonly RecordedAlert[] };
  }[];
}

type ShownInstance = Pick<AlertInstance, 'labels' | 'state' | 'reason' | 'annotations' | 'startsAtMs' | 'endsAtMs'> & {
  readonly removed: boolean;
};

const FILES = [
  'states/hand',
  'states/random',
  'states-computed/hand',
  'states-computed/random',
  'states-computed/worked',
];
const CONSTANT_LABELS = ['alertname', 'grafana_folder', '__alert_rule_uid__', '__alert_rule_namespace_uid__'];
const ADDED_ANNOTATIONS = ['Error', 'datasource_uid', 'ref_id'];

/** What the state machine makes of sequences of results: recorded from Grafana, and computed for three versions. */
export const area: Area = {
  name: 'grafana-states',
  files: ['grafana/states', 'grafana/states-computed'],
  run(folder) {
    const cases = FILES.flatMap((file) => {
      const { cases: inFile } = JSON.parse(readFileSync(join(folder, `grafana/${file}.json`), 'utf8')) as {
        readonly cases: readonly StateCase[];
      };
      return inFile.map((testCase) => runCase(`${file}: ${testCase.name}`, testCase));
    });
    return Promise.resolve(cases);
  },
};

/** Replays the ticks; the first that differs is what is reported. */
function runCase(name: string, { rule: recorded, grafana, ticks }: StateCase): CaseResult {
  const rule = ruleOf(recorded);
  const behaviour = grafana === undefined ? NEWEST_BEHAVIOUR : (behaviourOf(grafana) ?? NEWEST_BEHAVIOUR);
  let state: RuleState = NO_INSTANCES;
  for (const { t, op, results = [], expect } of ticks) {
    let outcome: StepOutcome = { state, transitions: [], sent: [] };
    if (op === 'reset') outcome = resetRule(rule, state, 'Updated', t * 1000);
    if (results.length > 0 || op === undefined) {
      const options = { externalUrl: 'http://localhost:3000/', behaviour };
      outcome = applyResults(
        rule,
        outcome.state,
        results.map((result) => toResult(result, recorded)),
        t * 1000,
        options,
      );
    }
    state = outcome.state;
    const expected = expectedLines(expect);
    const actual = actualLines(outcome, expect);
    if (expected !== actual) return { name: `${name}, t=${t}`, outcome: 'failed', expected, actual };
  }
  return { name, outcome: 'passed' };
}

function ruleOf(recorded: RecordedRule): AlertRule {
  const { title, noDataState, execErrState, labels, annotations, condition, data } = recorded;
  return toRule({
    title,
    intervalMs: milliseconds(recorded.interval),
    forMs: milliseconds(recorded.for),
    keepFiringForMs: milliseconds(recorded.keepFiringFor ?? '0s'),
    missingSeriesEvalsToResolve: recorded.missingSeriesEvalsToResolve ?? undefined,
    condition,
    nodes: data,
    noDataState,
    execErrState,
    labels,
    annotations,
  });
}

function milliseconds(text: string): number {
  return text === '0s' ? 0 : parseDuration(text);
}

function toResult(
  { labels, state, error, errorRefId, values = {} }: RecordedResult,
  { data }: RecordedRule,
): InstanceResult {
  const own = Labels.of(labels);
  const captures = Object.entries(values).map(([name, value]) => ({ name, labels: own, value: recordedNumber(value) }));
  const result: InstanceResult = { labels: own, state, captures };
  if (error === undefined) return result;
  const query = data.find(({ refId }) => refId === errorRefId);
  return { ...result, error: { message: error, retryable: false, ...(query && { query }) } };
}

function expectedLines({ instances, sent }: StateCase['ticks'][number]['expect']): string {
  const lines = instances.map((instance) =>
    instanceLine(instance, {
      labels: Labels.of(instance.labels),
      state: instance.state as AlertInstance['state'],
      reason: instance.reason,
      annotations: instance.annotations ?? {},
      startsAtMs: (instance.startsAt ?? 0) * 1000,
      endsAtMs: (instance.endsAt ?? 0) * 1000,
      removed: instance.removed === true,
    }),
  );
  return [...lines.sort(), ...(sent ?? []).map(sentLine).sort()].join('\n');
}

function actualLines({ state, transitions, sent }: StepOutcome, expect: StateCase['ticks'][number]['expect']): string {
  const gone = transitions.filter(({ removed }) => removed).map(({ instance }) => ({ ...instance, removed: true }));
  const present = [...state.instances.values()].map((instance) => ({ ...instance, removed: false }));
  const lines = [
    ...present,
    ...(expect.instances.some(({ removed }) => removed) || !isReset(transitions) ? gone : []),
  ].map((instance) => {
    const labels = instance.labels.drop(CONSTANT_LABELS);
    const shown = { ...instance, labels };
    const likeIt = expect.instances.find((expected) => Labels.of(expected.labels).equals(labels));
    return instanceLine(likeIt, shown);
  });
  const alerts = sent.map(({ labels, startsAtMs, endsAtMs }) => {
    const { alertname = '', ...rest } = labels;
    return sentLine({
      labels: { ...Labels.of(rest).drop(CONSTANT_LABELS).toObject(), alertname },
      startsAt: startsAtMs / 1000,
      endsAt: endsAtMs / 1000,
    });
  });
  return [...lines.sort(), ...(expect.sent === undefined ? [] : alerts.sort())].join('\n');
}

function isReset(transitions: StepOutcome['transitions']): boolean {
  return transitions.some(({ instance }) => instance.reason === 'Updated');
}

/** One instance as text: only those times and annotations that the recording gives for it. */
function instanceLine(given: RecordedInstance | undefined, shown: ShownInstance): string {
  const parts = [JSON.stringify(shown.labels.toObject()), shown.state, shown.reason, shown.removed ? 'removed' : ''];
  if (given?.startsAt !== undefined) parts.push(`from ${shown.startsAtMs / 1000}`);
  if (given?.endsAt !== undefined) parts.push(`to ${shown.endsAtMs / 1000}`);
  if (given?.annotations !== undefined) {
    parts.push(JSON.stringify(Labels.of(shown.annotations).drop(ADDED_ANNOTATIONS).toObject()));
  }
  return parts.join(' ');
}

function sentLine({ labels, startsAt, endsAt }: RecordedAlert): string {
  return `sent ${JSON.stringify(Labels.of(labels).toObject())} from ${startsAt} to ${endsAt}`;
}
