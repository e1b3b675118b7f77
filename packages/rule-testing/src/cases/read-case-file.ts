import { readConfigFile, type ConfigNode, type Problem } from '@firedrill/config-file';
import { behaviourOf, type InstanceState } from '@firedrill/grafana-alerting';
import type { CaseFile, ExpectedAlert, ExpectedInstance, Expectation, RuleCase } from './case-file';
import { CASE_FILE } from './case-shape';
import { durationAt, itemsAt, placeOf, recordAt, textAt } from './node-values';
import { readInputs } from './read-inputs';
import { checkShape } from './shape';

/** Reads a case file; undefined when anything in it is wrong, which is added to `problems` with its place. */
export function readCaseFile(file: string, text: string | Uint8Array, problems: Problem[]): CaseFile | undefined {
  const before = problems.length;
  const root = readConfigFile(file, text, problems);
  if (root === undefined) {
    if (problems.length === before) problems.push(emptyFile(file));
    return undefined;
  }
  if (!checkShape(root, CASE_FILE)) return undefined;
  const version = textAt(root, 'grafana');
  if (version !== undefined && behaviourOf(version) === undefined) {
    root
      .get('grafana')
      ?.report('error', `expected a version from 11.0 on such as "12.4", got ${JSON.stringify(version)}`);
  }
  const cases = itemsAt(root, 'cases').map(readCase);
  if (problems.length > before) return undefined;
  return {
    file,
    ruleUid: textAt(root, 'rule') ?? '',
    rulePlace: placeOf(root.get('rule') ?? root),
    provisioning: textAt(root, 'provisioning') ?? '',
    provisioningPlace: placeOf(root.get('provisioning') ?? root),
    grafana: version,
    cases,
  };
}

function emptyFile(file: string): Problem {
  const message = 'expected a case file with the keys rule, provisioning and cases, got nothing';
  return { severity: 'error', file, line: 1, column: 1, key: '', message };
}

function readCase(node: ConfigNode): RuleCase {
  const startMs = durationAt(node, 'start', 0);
  const untilMs = durationAt(node, 'until', undefined);
  const staysQuiet = node.get('staysQuiet')?.toData() === true;
  const expectations = itemsAt(node, 'expect').map((entry) => readExpectation(entry, startMs));
  if (!staysQuiet && expectations.length === 0) {
    node.report('error', 'expected `expect` or `staysQuiet: true`, got neither', { code: 'nothing-expected' });
  }
  const inputs = readInputs(itemsAt(node, 'inputs'));
  return { name: textAt(node, 'name') ?? '', place: placeOf(node), startMs, untilMs, inputs, expectations, staysQuiet };
}

function readExpectation(node: ConfigNode, startMs: number): Expectation {
  const atMs = durationAt(node, 'at', startMs);
  if (atMs < startMs) {
    node.get('at')?.report('error', 'expected a time from the start of the case on', { code: 'before-start' });
  }
  const state = textAt(node, 'state') as InstanceState | undefined;
  if (state === undefined && node.get('instances') === undefined && node.get('sent') === undefined) {
    node.report('error', 'expected `state`, `instances` or `sent`, got none of them', { code: 'nothing-expected' });
  }
  if (state === undefined && node.get('reason') !== undefined) {
    node.get('reason')?.report('error', 'expected `state` beside `reason`', { code: 'nothing-expected' });
  }
  return {
    place: placeOf(node),
    atMs,
    state,
    reason: textAt(node, 'reason'),
    instances: node.get('instances')?.items().map(readInstance),
    sent: node.get('sent')?.items().map(readAlert),
  };
}

function readInstance(node: ConfigNode): ExpectedInstance {
  const values = node.get('values')?.entries() ?? [];
  return {
    place: placeOf(node),
    labels: recordAt(node, 'labels'),
    state: textAt(node, 'state') as InstanceState,
    reason: textAt(node, 'reason'),
    annotations: recordAt(node, 'annotations'),
    values: Object.fromEntries(values.map(([refId, value]) => [refId, Number(value.toData())])),
  };
}

function readAlert(node: ConfigNode): ExpectedAlert {
  const labels = recordAt(node, 'labels');
  const annotations = recordAt(node, 'annotations');
  return { place: placeOf(node), labels, annotations, resolved: node.get('resolved')?.toData() === true };
}
