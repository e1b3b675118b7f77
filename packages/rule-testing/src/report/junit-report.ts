import { formatProblem } from '@firedrill/config-file';
import { formatDuration } from '@firedrill/timeseries';
import type { RuleTestResult } from '../prometheus/test-rule-files';
import type { CaseResult, TestReport } from '../run/test-rules';
import { timeline } from './timeline';

/** A run as JUnit XML: one suite a rule, one test a case; files that could not be read are a failing suite of their own. */
export function junitReport({ problems, files, ruleTests }: TestReport): string {
  const suites = files.map(({ rule: { uid }, cases }) => {
    const failed = cases.filter(({ failures }) => failures.length > 0).length;
    const tests = cases.map((result) => formatTest(uid, result));
    return suite(uid, cases.length, failed, tests);
  });
  suites.push(...ruleTests.map(ruleTestSuite));
  const errors = problems.filter(({ severity }) => severity === 'error');
  const broken = errors.map((problem) => {
    const text = formatProblem(problem);
    return `    <testcase classname="case files" name="${escape(problem.file)}"><failure message="${escape(problem.message)}">${escape(text)}</failure></testcase>`;
  });
  if (broken.length > 0) suites.push(suite('case files', broken.length, broken.length, broken));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

function ruleTestSuite({ file, tests }: RuleTestResult): string {
  const lines = tests.map(({ name, differences }) => {
    const opening = `    <testcase classname="${escape(file)}" name="${escape(name)}" file="${escape(file)}"`;
    const [first] = differences;
    if (first === undefined) return `${opening}/>`;
    return `${opening}><failure message="${escape(first)}">${escape(differences.join('\n'))}</failure></testcase>`;
  });
  return suite(file, tests.length, tests.filter(({ differences }) => differences.length > 0).length, lines);
}

function suite(name: string, tests: number, failures: number, lines: readonly string[]): string {
  return `  <testsuite name="${escape(name)}" tests="${tests}" failures="${failures}">\n${lines.join('\n')}\n  </testsuite>`;
}

function formatTest(uid: string, { case: { name, place }, failures, evaluations }: CaseResult): string {
  const opening = `    <testcase classname="${escape(uid)}" name="${escape(name)}" file="${escape(place.file)}" line="${place.line}"`;
  const [first] = failures;
  if (first === undefined) return `${opening}/>`;
  const lines = [
    ...failures.map(({ atMs, expected, came }) => `at ${formatDuration(atMs)}: expected ${expected}; came ${came}`),
    ...timeline(evaluations, first.atMs, 4),
  ];
  const message = `expected ${first.expected}; came ${first.came}`;
  return `${opening}><failure message="${escape(message)}">${escape(lines.join('\n'))}</failure></testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters have no place in XML 1.0 at all. */
function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '').replace(/[^\t\n\r\x20-\uFFFF]/g, '?');
}
