import { formatProblem } from '@firedrill/config-file';
import { formatDuration } from '@firedrill/timeseries';
import { coverage, SITUATIONS } from '../run/coverage';
import type { RuleTestResult } from '../prometheus/test-rule-files';
import type { Failure } from '../run/compare';
import type { CaseResult, TestReport } from '../run/test-rules';
import { timeline } from './timeline';

type Colour = 'green' | 'red' | 'dim' | 'bold';
/** Paints a text for a terminal, or returns it as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** How many changes of state a failing case shows before and after the moment. */
const CONTEXT = 4;

/** What a person reads after a run: problems alone, or each case with what was expected and what came. */
export function formatTestReport({ problems, files, ruleTests }: TestReport, paint: Paint): string {
  if (problems.some(({ severity }) => severity === 'error')) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    return [...problems.map(formatProblem), '', `${count}; no case was run`].join('\n');
  }
  const blocks = files.flatMap(({ file, rule, cases }) => [
    `${paint('bold', rule.uid)} ${paint('dim', file.file)}`,
    ...cases.flatMap((result) => formatCase(result, paint)),
  ]);
  const fileBlocks = ruleTests.flatMap((result) => formatRuleTests(result, paint));
  const results = [
    ...files.flatMap(({ cases }) => cases.map(({ failures }) => failures.length)),
    ...ruleTests.flatMap(({ tests }) => tests.map(({ differences }) => differences.length)),
  ];
  const failed = results.filter((failures) => failures > 0).length;
  const passed = `${results.length - failed} passed`;
  const rules =
    files.length === 0 && ruleTests.length > 0 ? '' : `, ${files.length} ${files.length === 1 ? 'rule' : 'rules'}`;
  const summary = failed === 0 ? paint('green', passed) : `${passed}, ${paint('red', `${failed} failed`)}`;
  return [...problems.map(formatProblem), ...blocks, ...fileBlocks, '', `${summary}${rules}`].join('\n');
}

function formatRuleTests({ file, tests }: RuleTestResult, paint: Paint): string[] {
  const lines = tests.flatMap(({ name, differences }) => [
    `  ${differences.length === 0 ? paint('green', '✓') : paint('red', '✗')} ${name}`,
    ...differences.map((difference) => `      ${difference}`),
  ]);
  return [paint('bold', file), ...lines];
}

function formatCase({ case: { name }, failures, evaluations }: CaseResult, paint: Paint): string[] {
  if (failures.length === 0) return [`  ${paint('green', '✓')} ${name}`];
  const first = failures[0]?.atMs ?? 0;
  return [
    `  ${paint('red', '✗')} ${name}`,
    ...failures.flatMap(formatFailure),
    '      timeline',
    ...timeline(evaluations, first, CONTEXT).map((line) => paint('dim', `        ${line}`)),
  ];
}

function formatFailure({ place: { file, line, column }, atMs, expected, came }: Failure): string[] {
  return [
    `      ${file}:${line}:${column}: at ${formatDuration(atMs)}`,
    `        expected ${expected}`,
    `        came     ${came}`,
  ];
}

/** One line a rule: which situations a passing case shows, and which are missing. */
export function formatCoverage({ rules, files }: TestReport, paint: Paint): string {
  const width = Math.max(...rules.map(({ uid }) => uid.length), 4);
  return coverage(rules, files)
    .map(({ rule: { uid }, covered }) => {
      const cells = SITUATIONS.map((situation) =>
        covered.includes(situation) ? paint('green', `✓ ${situation}`) : paint('red', `✗ ${situation}`),
      );
      return `${uid.padEnd(width)}  ${cells.join('  ')}`;
    })
    .join('\n');
}

/** Whether every rule has a passing case of every situation. */
export function isCovered({ rules, files }: TestReport): boolean {
  return coverage(rules, files).every(({ covered }) => covered.length === SITUATIONS.length);
}
