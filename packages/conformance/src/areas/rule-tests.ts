import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem, type Problem } from '@firedrill/config-file';
import {
  loadRuleFile,
  loadTestFile,
  runRuleTest,
  type GroupState,
  type RuleGroup,
  type RuleQuery,
  type RuleTestFile,
} from '@firedrill/prometheus-rules';
import { isDeepStrictEqual } from 'node:util';
import type { Area, CaseResult } from '../area';

type Texts = Readonly<Record<string, string>>;

interface Step {
  readonly t: number;
  readonly alerts?: readonly { readonly state: string; readonly labels: Texts }[];
  readonly forState?: readonly { readonly labels: Texts; readonly value: string }[];
  readonly firing?: readonly { readonly labels: Texts; readonly annotations: Texts }[];
  readonly records?: readonly { readonly labels: Texts; readonly value: string }[];
}

interface Expectation {
  readonly pass: boolean | null;
  readonly output: string;
  readonly timeline?: readonly { readonly test: string; readonly steps: readonly Step[] }[];
}

const FOLDER = 'prometheus/rule-tests';

/** Test files of promtool: its verdict, and alerts, records and annotations at every step. */
export const area: Area = {
  name: 'rule-tests',
  files: [FOLDER],
  run(folder) {
    const names = readdirSync(join(folder, FOLDER), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return Promise.resolve(names.map(({ name }) => runCase(name, join(folder, FOLDER, name))));
  },
};

function runCase(name: string, folder: string): CaseResult {
  const expected = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8')) as Expectation;
  const { failures, timeline } = runTestFile(folder);
  const pass = failures.length === 0;
  const steps = (expected.timeline ?? []).map((test) => test.steps.map(comparable));
  const isRightVerdict = expected.pass === null || pass === expected.pass;
  const isRightTimeline = expected.pass === null || isDeepStrictEqual(timeline.flat(), steps.flat());
  if (isRightVerdict && isRightTimeline) return { name, outcome: 'passed' };
  if (isRightVerdict)
    return { name, outcome: 'failed', expected: JSON.stringify(steps), actual: JSON.stringify(timeline) };
  return {
    name,
    outcome: 'failed',
    expected: `pass: ${expected.pass}: ${expected.output}`,
    actual: failures.join('\n'),
  };
}

interface Run {
  readonly failures: readonly string[];
  readonly timeline: readonly (readonly Step[])[];
}

function runTestFile(folder: string): Run {
  const problems: Problem[] = [];
  const file = loadTestFile('test.yml', readFileSync(join(folder, 'test.yml'), 'utf8'), problems);
  if (file === undefined) return { failures: problems.map(formatProblem), timeline: [] };
  const groups = file.tests.length === 0 ? [] : loadGroups(file, folder, problems);
  if (problems.length > 0) return { failures: problems.map(formatProblem), timeline: [] };
  const failures: string[] = [];
  const timeline = file.tests.map((test) => {
    const steps: Step[] = [];
    const onStep = (atMs: number, states: readonly GroupState[], query: RuleQuery): void => {
      const step = stepAt(atMs, states, query);
      // The recorder looked at the steps from 0 on, so a test with a start of its own shows none.
      if (Object.keys(step).length > 1 && test.startMs === 0) steps.push(comparable(step));
    };
    failures.push(...runRuleTest(test, { ...file, groups, onStep }));
    return steps;
  });
  return { failures, timeline };
}

function loadGroups({ ruleFiles }: RuleTestFile, folder: string, problems: Problem[]): RuleGroup[] {
  const names = readdirSync(folder);
  const matches = ruleFiles.flatMap((pattern) => {
    const glob = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
    return names.filter((name) => glob.test(name));
  });
  return matches
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) => loadRuleFile(name, readFileSync(join(folder, name)), problems) ?? []);
}

function stepAt(atMs: number, states: readonly GroupState[], query: RuleQuery): Step {
  const samples = (text: string): { readonly labels: Texts; readonly value: string }[] => {
    const result = query(text, atMs);
    if (!result.ok || result.value.type !== 'vector') throw new Error(`${text} failed`);
    return result.value.samples.map(({ labels, value }) => ({ labels: labels.toObject(), value: formatted(value) }));
  };
  const alerts = samples('ALERTS').map(({ labels }) => ({
    state: labels.alertstate ?? '',
    labels: without(labels, ['__name__', 'alertstate']),
  }));
  const forState = samples('ALERTS_FOR_STATE').map(({ labels, value }) => ({
    labels: without(labels, ['__name__']),
    value,
  }));
  const rules = states.flatMap((state) => state.rules);
  const firing = rules
    .flatMap((rule) => [...rule.alerts.values()])
    .filter(({ state }) => state === 'firing')
    .map(({ labels, annotations }) => ({ labels: labels.toObject(), annotations }));
  const recorded = [...new Set(rules.flatMap(({ rule }) => (rule.kind === 'recording' ? [rule.name] : [])))];
  const records = recorded.flatMap((metric) => samples(`{${JSON.stringify(metric)}}`));
  return {
    t: atMs / 1000,
    ...(alerts.length > 0 && { alerts }),
    ...(forState.length > 0 && { forState }),
    ...(firing.length > 0 && { firing }),
    ...(records.length > 0 && { records }),
  };
}

function without(labels: Texts, names: readonly string[]): Texts {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
}

/** As promtool prints a number: `1.2E+02`. */
function formatted(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  return value
    .toExponential()
    .replace('e', 'E')
    .replace(/([+-])(\d)$/, '$10$2');
}

/** Lists have no order, and the wording of a template's error is ours. */
function comparable({ t, ...lists }: Step): Step {
  const entries = Object.entries(lists).map(([name, items]) => {
    const plain = JSON.parse(JSON.stringify(items, withoutErrorTexts)) as object[];
    return [name, plain.map(ordered).sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1))];
  });
  return { t, ...(Object.fromEntries(entries) as Omit<Step, 't'>) };
}

function withoutErrorTexts(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/<error expanding template: .*>/s, '<error>') : value;
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, ordered(item)]));
}
