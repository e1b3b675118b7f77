import { formatProblem } from '@firedrill/config-file';
import { toProblem, type Finding, type LintReport } from '../lint/lint';
import type { Paint } from './text-report';

export type LintFormat = 'text' | 'json' | 'github' | 'sarif';

export const LINT_FORMATS: readonly LintFormat[] = ['text', 'json', 'github', 'sarif'];

/** What a lint run found, for people or for a program. */
export function formatLintReport(report: LintReport, format: LintFormat, paint: Paint): string {
  return FORMATS[format](report, paint);
}

const FORMATS: Readonly<Record<LintFormat, (report: LintReport, paint: Paint) => string>> = {
  text: formatText,
  json: (report) => JSON.stringify(report, undefined, 2),
  github: ({ findings }) => findings.map(githubLine).join('\n'),
  sarif: ({ findings }) => JSON.stringify(sarif(findings), undefined, 2),
};

function formatText({ findings, rules, ignored }: LintReport, paint: Paint): string {
  const blocks = findings.map((finding) => `${formatProblem(toProblem(finding))}\n  ${paint('dim', finding.reason)}`);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const silenced = ignored === 0 ? '' : `, ${ignored} silenced by comments`;
  const summary = `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')} in ${count(rules, 'rule')}${silenced}`;
  const colour = errors > 0 ? 'red' : findings.length > 0 ? 'bold' : 'green';
  return [...blocks, ...(blocks.length > 0 ? [''] : []), paint(colour, summary)].join('\n');
}

/** A workflow command: GitHub shows it beside the line of a pull request. */
function githubLine({ check, severity, file, line, column, message, fix }: Finding): string {
  const text = `${message}. ${fix} (${check})`.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (value: string): string =>
    value.replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${severity} file=${property(file)},line=${line},col=${column},title=${check}::${text}`;
}

function sarif(findings: readonly Finding[]): unknown {
  const rules = new Map(
    findings.map(({ check, reason }) => [check, { id: check, shortDescription: { text: reason } }]),
  );
  const results = findings.map(({ check, severity, file, line, column, message, fix }) => ({
    ruleId: check,
    level: severity,
    message: { text: `${message}. ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.replaceAll('\\', '/') },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'firedrill rules lint', rules: [...rules.values()] } }, results }],
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
