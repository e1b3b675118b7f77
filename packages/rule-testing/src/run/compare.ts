import { formatState, type AlertInstance, type InstanceState } from '@firedrill/grafana-alerting';
import { formatDuration, Labels } from '@firedrill/timeseries';
import type { ExpectedAlert, ExpectedInstance, Expectation, Place, RuleCase } from '../cases/case-file';
import type { Evaluation } from './run-case';

/** One way in which a case did not come out as written. */
export interface Failure {
  readonly place: Place;
  readonly atMs: number;
  readonly expected: string;
  readonly came: string;
}

/** Labels that Grafana adds to every instance; shown in no message. */
const HIDDEN = ['__alert_rule_uid__', '__alert_rule_namespace_uid__', 'alertname', 'grafana_folder'];

/** Everything in which the evaluations differ from what the case expects. */
export function compareCase(ruleCase: RuleCase, evaluations: readonly Evaluation[]): readonly Failure[] {
  const failures = ruleCase.expectations.flatMap((expectation) => {
    const evaluation = evaluations.findLast(({ atMs }) => atMs <= expectation.atMs);
    return evaluation === undefined ? [neverEvaluated(expectation)] : compareAt(expectation, evaluation);
  });
  return ruleCase.staysQuiet ? [...failures, ...compareQuiet(ruleCase, evaluations)] : failures;
}

function neverEvaluated({ place, atMs }: Expectation): Failure {
  return { place, atMs, expected: 'an evaluation', came: 'none up to this time' };
}

function compareAt(expectation: Expectation, evaluation: Evaluation): Failure[] {
  const instances = [...evaluation.state.instances.values()];
  return [
    ...compareState(expectation, instances),
    ...(expectation.instances === undefined ? [] : compareInstances(expectation, expectation.instances, instances)),
    ...(expectation.sent === undefined ? [] : compareSent(expectation, expectation.sent, evaluation)),
  ];
}

function compareState({ place, atMs, state, reason }: Expectation, instances: readonly AlertInstance[]): Failure[] {
  if (state === undefined) return [];
  const expected = `every instance ${describeExpected(state, reason)}`;
  if (instances.length === 0 && (state !== 'Normal' || (reason ?? '') !== '')) {
    return [{ place, atMs, expected, came: 'no instance' }];
  }
  const others = instances.filter((instance) => !isInState(instance, state, reason));
  return others.length === 0 ? [] : [{ place, atMs, expected, came: describeInstances(others) }];
}

/** Each expected instance takes an actual one of its own; an active one that nobody expects is a failure too. */
function compareInstances(
  { place, atMs }: Expectation,
  expected: readonly ExpectedInstance[],
  actual: readonly AlertInstance[],
): Failure[] {
  const free = new Set(actual);
  const failures = expected.flatMap((wanted): Failure[] => {
    const candidates = [...free].filter(({ labels }) => contains(labels.toObject(), wanted.labels));
    const match = candidates.find((instance) => differences(wanted, instance).length === 0) ?? candidates[0];
    const who = `${describeExpected(wanted.state, wanted.reason)} ${describeRecord(wanted.labels)}`.trim();
    if (match === undefined) {
      return [{ place: wanted.place, atMs, expected: who, came: describeInstances(actual) }];
    }
    free.delete(match);
    return differences(wanted, match).map((difference) => ({ place: wanted.place, atMs, ...difference }));
  });
  const active = [...free].filter(({ state }) => state !== 'Normal');
  if (active.length === 0) return failures;
  const none = expected.length === 0 ? 'no instance that is not Normal' : 'no other instance that is not Normal';
  return [...failures, { place, atMs, expected: none, came: describeInstances(active) }];
}

function differences(wanted: ExpectedInstance, instance: AlertInstance): Pick<Failure, 'expected' | 'came'>[] {
  const found: Pick<Failure, 'expected' | 'came'>[] = [];
  const who = describeLabels(instance.labels);
  if (!isInState(instance, wanted.state, wanted.reason)) {
    const expected = `${describeExpected(wanted.state, wanted.reason)} ${who}`;
    found.push({ expected, came: describeInstances([instance]) });
  }
  for (const [name, text] of Object.entries(wanted.annotations)) {
    const came = instance.annotations[name];
    if (came === text) continue;
    found.push({ expected: `annotation ${name} of ${who}: ${text}`, came: came ?? 'no such annotation' });
  }
  for (const [refId, value] of Object.entries(wanted.values)) {
    const capture = instance.captures.find(({ name }) => name === refId);
    if (capture !== undefined && isClose(capture.value, value)) continue;
    const names = instance.captures.map(({ name }) => name).join(', ') || 'none';
    const came = capture === undefined ? `no such value (there are: ${names})` : String(capture.value);
    found.push({ expected: `value ${refId} of ${who}: ${value}`, came });
  }
  return found;
}

function compareSent(
  { place, atMs }: Expectation,
  expected: readonly ExpectedAlert[],
  evaluation: Evaluation,
): Failure[] {
  const free = new Set(evaluation.sent);
  const isResolved = (endsAtMs: number): boolean => endsAtMs <= evaluation.atMs;
  const describe = (resolved: boolean, labels: Readonly<Record<string, string>>): string =>
    `${resolved ? 'resolved' : 'firing'} ${describeLabels(Labels.of(labels))}`;
  const came =
    evaluation.sent.map(({ labels, endsAtMs }) => describe(isResolved(endsAtMs), labels)).join(', ') || 'nothing';
  const failures = expected.flatMap((wanted): Failure[] => {
    const match = [...free].find(
      (alert) =>
        isResolved(alert.endsAtMs) === wanted.resolved &&
        contains(alert.labels, wanted.labels) &&
        contains(alert.annotations, wanted.annotations),
    );
    if (match !== undefined) free.delete(match);
    const who = `sent: ${describe(wanted.resolved, { ...wanted.labels, ...wanted.annotations })}`;
    return match === undefined ? [{ place: wanted.place, atMs, expected: who, came }] : [];
  });
  return free.size === 0 ? failures : [...failures, { place, atMs, expected: 'nothing else sent', came }];
}

const LOUD: readonly InstanceState[] = ['Alerting', 'NoData', 'Error'];

function compareQuiet({ place }: RuleCase, evaluations: readonly Evaluation[]): Failure[] {
  for (const { atMs, state } of evaluations) {
    const loud = [...state.instances.values()].filter((instance) => LOUD.includes(instance.state));
    if (loud.length > 0) return [{ place, atMs, expected: 'to stay quiet', came: describeInstances(loud) }];
  }
  return [];
}

function isInState(instance: AlertInstance, state: InstanceState, reason: string | undefined): boolean {
  return instance.state === state && (reason === undefined || instance.reason === reason);
}

/** Values pass through floating point: a relative difference of a billionth is none. */
function isClose(came: number | null, expected: number): boolean {
  return came !== null && (Object.is(came, expected) || Math.abs(came - expected) <= Math.abs(expected) * 1e-9);
}

function contains(whole: Readonly<Record<string, string>>, part: Readonly<Record<string, string>>): boolean {
  return Object.entries(part).every(([name, value]) => whole[name] === value);
}

function describeExpected(state: InstanceState, reason: string | undefined): string {
  return formatState({ state, reason: reason ?? '' });
}

/** `Pending {product=Mug} since 10s`, one after the other. */
export function describeInstances(instances: readonly AlertInstance[]): string {
  return (
    instances
      .map(
        (instance) =>
          `${formatState(instance)} ${describeLabels(instance.labels)} since ${formatDuration(instance.startsAtMs)}`,
      )
      .join(', ') || 'no instance'
  );
}

export function describeLabels(labels: Labels): string {
  return describeRecord(labels.drop(HIDDEN).toObject());
}

function describeRecord(record: Readonly<Record<string, string>>): string {
  return `{${Object.entries(record)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}}`;
}
