import {
  formatLintReport,
  lintFolder,
  lintRulerFiles,
  LINT_FORMATS,
  readProvisioningFolder,
  readRulerFiles,
  type LintFormat,
  type LintReport,
} from '@firedrill/rule-testing';
import { Option, type Command } from 'commander';
import type { Context, RunCommand } from '../context';
import { EXIT, UsageError, type ExitCode } from '../exit-code';

interface LintOptions {
  readonly format: LintFormat;
  readonly strict?: true;
}

const DEFAULT_PATHS = ['provisioning'];

export function addRulesLint(rules: Command, run: RunCommand): void {
  rules
    .command('lint')
    .description('finds what real rule files get wrong: rules that never or always fire, empty texts, refused files')
    .argument(
      '[paths...]',
      'provisioning folders, or rule files of Prometheus or Loki and folders of them',
      DEFAULT_PATHS,
    )
    .addOption(new Option('--format <format>', 'how findings are printed').choices(LINT_FORMATS).default('text'))
    .option('--strict', 'warnings count as errors')
    .action((paths: string[], options: LintOptions) => run((context) => lint(context, paths, options)));
}

function lint({ terminal }: Context, paths: readonly string[], { format, strict }: LintOptions): Promise<ExitCode> {
  const reports = paths.map(lintPath);
  const findings = reports.flatMap((report) => report.findings);
  const sum = (key: 'rules' | 'ignored'): number => reports.reduce((total, report) => total + report[key], 0);
  const report = { findings, rules: sum('rules'), ignored: sum('ignored') };
  const text = formatLintReport(report, format, (colour, content) => terminal.paint(colour, content));
  if (text !== '') terminal.print(text);
  const isWrong = findings.some(({ severity }) => severity === 'error' || strict === true);
  return Promise.resolve(isWrong ? EXIT.notAsExpected : EXIT.asExpected);
}

function lintPath(path: string): LintReport {
  const rulerFiles = readRulerFiles(path);
  if (rulerFiles !== undefined) return lintRulerFiles(rulerFiles);
  const folder = readProvisioningFolder(path);
  if (folder !== undefined) return lintFolder(folder);
  throw new UsageError(`expected a provisioning folder or rule files of Prometheus or Loki, found none at ${path}`);
}
