import type { Problem } from '@firedrill/config-file';
import { nearestName } from '@firedrill/config-file';
import { behaviourOf, type AlertRule } from '@firedrill/grafana-alerting';
import { formatDuration } from '@firedrill/timeseries';
import { join, dirname } from 'node:path';
import type { CaseFile, Place, RuleCase } from '../cases/case-file';
import { readCaseFile } from '../cases/read-case-file';
import { loadProvisioning, type Provisioning } from '../provisioning/load-provisioning';
import { isRuleTestFile } from '../prometheus/prometheus-files';
import { prepareRuleTests, type RuleTestResult } from '../prometheus/test-rule-files';
import { readProvisioningFolder } from '../provisioning/read-folder';
import { compareCase, type Failure } from './compare';
import { coverageOf, type Situation } from './coverage';
import { evaluationTimes, runCase, type Evaluation } from './run-case';

export interface CaseResult {
  readonly case: RuleCase;
  readonly failures: readonly Failure[];
  readonly evaluations: readonly Evaluation[];
  /** What the case shows of its rule; nothing when it failed. */
  readonly covers: readonly Situation[];
}

export interface FileResult {
  readonly file: CaseFile;
  readonly rule: AlertRule;
  readonly cases: readonly CaseResult[];
}

/** What came of a run; with problems, nothing was run. */
export interface TestReport {
  readonly problems: readonly Problem[];
  readonly files: readonly FileResult[];
  /** The files of `promtool test rules`. */
  readonly ruleTests: readonly RuleTestResult[];
  /** All rules of the provisioning folders that the case files name. */
  readonly rules: readonly AlertRule[];
}

export interface CaseText {
  /** The path of the case file, from which its provisioning folder is found. */
  readonly file: string;
  readonly text: string | Uint8Array;
}

/** A case may take this many evaluations: a week of ten-second ticks. */
const MOST_EVALUATIONS = 60_480;

/** A case file with the rule and the folder that it is about. */
export interface PreparedFile {
  readonly file: CaseFile;
  readonly rule: AlertRule;
  readonly provisioning: Provisioning;
}

/** Reads every case file, promtool's among them, and runs all cases, unless anything in any file is wrong. `grafana` overrides the files' versions. */
export async function testRules(texts: readonly CaseText[], grafana?: string): Promise<TestReport> {
  const { prepared, provisionings, problems: found } = prepareFiles(texts.filter(({ text }) => !isRuleTestFile(text)));
  const problems = [...found];
  const runs = texts
    .filter(({ text }) => isRuleTestFile(text))
    .map(({ file, text }) => prepareRuleTests(file, text, problems));
  const rules = provisionings.flatMap((provisioning) => provisioning.rules);
  if (problems.some(({ severity }) => severity === 'error')) return { problems, files: [], ruleTests: [], rules };
  const ruleTests = runs.flatMap((run) => run?.() ?? []);
  const files: FileResult[] = [];
  for (const { file, rule, provisioning } of prepared) {
    const cases: CaseResult[] = [];
    for (const ruleCase of file.cases) {
      const evaluations = await runCase(rule, ruleCase, provisioning, grafana ?? file.grafana);
      const failures = compareCase(ruleCase, evaluations);
      const covers = failures.length === 0 ? coverageOf(ruleCase, evaluations) : [];
      cases.push({ case: ruleCase, failures, evaluations, covers });
    }
    files.push({ file, rule, cases });
  }
  return { problems, files, ruleTests, rules };
}

/** Reads case files and the folders they name; everything wrong with any of them is in `problems`. */
export function prepareFiles(texts: readonly CaseText[]): {
  readonly prepared: readonly PreparedFile[];
  readonly provisionings: readonly Provisioning[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const folders = new Map<string, Provisioning | undefined>();
  const prepared = texts.flatMap(({ file: path, text }): PreparedFile[] => {
    const file = readCaseFile(path, text, problems);
    if (file === undefined) return [];
    const folder = join(dirname(path), file.provisioning);
    if (!folders.has(folder)) folders.set(folder, load(folder, problems));
    const provisioning = folders.get(folder);
    if (provisioning === undefined) {
      problems.push(problemAt(file.provisioningPlace, 'provisioning', `expected a folder, found none at ${folder}`));
      return [];
    }
    const rule = findRule(file, provisioning, problems);
    if (rule === undefined) return [];
    for (const ruleCase of file.cases) checkCase(ruleCase, rule, provisioning, problems);
    return [{ file, rule, provisioning }];
  });
  return { prepared, provisionings: [...folders.values()].filter((found) => found !== undefined), problems };
}

/** The behaviour of a Grafana version is known, or the message that says what was expected. */
export function checkVersion(version: string): string | undefined {
  if (behaviourOf(version) !== undefined) return undefined;
  return `expected a version of Grafana from 11.0 on such as 12.4, got ${JSON.stringify(version)}`;
}

function load(folder: string, problems: Problem[]): Provisioning | undefined {
  const files = readProvisioningFolder(folder);
  const provisioning = files && loadProvisioning(files);
  problems.push(...(provisioning?.problems ?? []).filter(({ severity }) => severity === 'error'));
  return provisioning;
}

function findRule(
  { ruleUid, rulePlace }: CaseFile,
  { rules, folder }: Provisioning,
  problems: Problem[],
): AlertRule | undefined {
  const rule = rules.find(({ uid }) => uid === ruleUid);
  if (rule !== undefined) return rule;
  const uids = rules.map(({ uid }) => uid);
  const message = `expected the uid of a rule in ${folder}, got ${JSON.stringify(ruleUid)}`;
  problems.push(problemAt(rulePlace, 'rule', message, nearestName(ruleUid, uids)));
  return undefined;
}

/** What only the rule can tell: refIds and data sources that it has, and how long the case runs. */
function checkCase(ruleCase: RuleCase, rule: AlertRule, { dataSources }: Provisioning, problems: Problem[]): void {
  const refIds = rule.nodes.map(({ refId }) => refId);
  for (const { refId, place } of ruleCase.inputs.tables) {
    if (refIds.includes(refId)) continue;
    const message = `expected a refId of the rule (${refIds.join(', ')}), got ${JSON.stringify(refId)}`;
    problems.push(problemAt(place, 'refId', message, nearestName(refId, refIds)));
  }
  const uids = dataSources.map(({ uid }) => uid);
  for (const { datasource, place } of ruleCase.inputs.failures) {
    if (uids.includes(datasource)) continue;
    const message = `expected the uid of a data source (${uids.join(', ')}), got ${JSON.stringify(datasource)}`;
    problems.push(problemAt(place, 'datasource', message, nearestName(datasource, uids)));
  }
  const { count } = evaluationTimes(rule, ruleCase);
  if (count <= MOST_EVALUATIONS) return;
  const interval = formatDuration(rule.intervalMs);
  problems.push(
    problemAt(ruleCase.place, '', `expected at most ${MOST_EVALUATIONS} evaluations at ${interval}, got ${count}`),
  );
}

function problemAt(place: Place, key: string, message: string, nearest?: string): Problem {
  const hint = nearest === undefined ? {} : { hint: `did you mean ${JSON.stringify(nearest)}?` };
  const { file, line, column } = place;
  return { severity: 'error', file, line, column, key, message, ...hint };
}
