import {
  checkVersion,
  findCaseFiles,
  formatCoverage,
  formatTestReport,
  isCovered,
  junitReport,
  testReportData,
  testRules,
  type Paint,
  type TestReport,
} from '@firedrill/rule-testing';
import { InvalidArgumentError, type Command } from 'commander';
import { writeFileSync } from 'node:fs';
import type { Context, RunCommand } from '../context';
import { EXIT, UsageError, type ExitCode } from '../exit-code';

interface TestOptions {
  readonly grafana?: string;
  readonly coverage?: true;
  readonly json?: true;
  readonly junit?: string;
}

const DEFAULT_PATHS = ['alerting/cases'];

export function addRulesTest(rules: Command, run: RunCommand): void {
  rules
    .command('test')
    .description('runs the cases of alert rules in virtual time: metrics, log lines and SQL rows in, states out')
    .argument('[paths...]', "case files or promtool's test files, or folders of them", DEFAULT_PATHS)
    .option(
      '--grafana <version>',
      'the version whose behaviour counts, such as 11.6 (default: what the file says)',
      version,
    )
    .option(
      '--coverage',
      'which of fires, stays quiet, no data, source error and recovers each rule has; 1 when some miss',
    )
    .option('--json', 'as JSON')
    .option('--junit <file>', 'writes JUnit XML as well')
    .action((paths: string[], options: TestOptions) => run((context) => test(context, paths, options)));
}

async function test({ terminal }: Context, paths: readonly string[], options: TestOptions): Promise<ExitCode> {
  const paint: Paint = (colour, text) => terminal.paint(colour, text);
  const { texts, missing } = findCaseFiles(paths);
  if (missing.length > 0)
    throw new UsageError(`expected a case file or a folder of them, found none at ${missing.join(', ')}`);
  if (texts.length === 0) throw new UsageError(`expected case files (*.yaml) in ${paths.join(', ')}, found none`);
  const report = await testRules(texts, options.grafana);
  if (options.junit !== undefined) writeFileSync(options.junit, junitReport(report));
  if (options.json) terminal.print(JSON.stringify(testReportData(report), undefined, 2));
  else {
    terminal.print(formatTestReport(report, paint));
    if (options.coverage && report.files.length > 0) terminal.print(`\n${formatCoverage(report, paint)}`);
  }
  return exitCode(report, options);
}

function exitCode(report: TestReport, { coverage }: TestOptions): ExitCode {
  if (report.problems.some(({ severity }) => severity === 'error')) return EXIT.wrongUse;
  const failed =
    report.files.some(({ cases }) => cases.some(({ failures }) => failures.length > 0)) ||
    report.ruleTests.some(({ tests }) => tests.some(({ differences }) => differences.length > 0));
  return failed || (coverage && !isCovered(report)) ? EXIT.notAsExpected : EXIT.asExpected;
}

function version(text: string): string {
  const problem = checkVersion(text);
  if (problem !== undefined) throw new InvalidArgumentError(`${problem}.`);
  return text;
}
