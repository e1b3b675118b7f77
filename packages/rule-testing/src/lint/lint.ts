import type { Problem } from '@firedrill/config-file';
import type { ProvisioningFolder } from '../provisioning/read-folder';
import type { Check, CheckSeverity } from './check';
import { CHECKS } from './checks';
import { ignoredLines, type IgnoreComment } from './ignore-comments';
import { readLintFolder, type LintFolder } from './lint-folder';

/** One finding of a lint run. */
export interface Finding {
  readonly check: string;
  readonly severity: CheckSeverity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix: string;
  readonly reason: string;
}

export interface LintReport {
  /** In the order of the files and lines. */
  readonly findings: readonly Finding[];
  readonly rules: number;
  /** How many findings comments have silenced. */
  readonly ignored: number;
}

/** Runs every check over a provisioning folder. */
export function lintFolder(files: ProvisioningFolder, checks: readonly Check[] = CHECKS): LintReport {
  return lintWith(checks, readLintFolder(files));
}

/** Runs checks over files that are read already. */
export function lintWith(checks: readonly Check[], folder: LintFolder): LintReport {
  const all = checks.flatMap((check) => check.find(folder).map((found) => toFinding(check, found)));
  const ignores = new Map(
    [...folder.alertingFiles, ...folder.dataSourceFiles].map(({ name, text }) => [name, ignoredLines(text)]),
  );
  const kept = all.filter(({ check, file, line }) => !isIgnored(ignores.get(file) ?? [], check, line));
  const ids = [...CHECKS, ...checks].map(({ id }) => id);
  const bare = [...ignores].flatMap(([file, comments]) =>
    comments.flatMap((comment) => bareIgnore(file, comment, ids)),
  );
  const findings = [...distinct(kept), ...bare].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
  return { findings, rules: folder.rules.length, ignored: all.length - kept.length };
}

/** A finding as a problem of configuration files, which know how they are printed. */
export function toProblem({ check, severity, file, line, column, message, fix }: Finding): Problem {
  return { severity, file, line, column, key: '', message: `${message} [${check}]`, hint: fix, code: check };
}

function toFinding({ id, severity, reason }: Check, { at, message, fix }: ReturnType<Check['find']>[number]): Finding {
  const { file, line, column } = at;
  return { check: id, severity, file, line, column, message, fix, reason };
}

function isIgnored(comments: readonly IgnoreComment[], check: string, line: number): boolean {
  return comments.some(({ id, from, to }) => id === check && from <= line && line <= to);
}

/** A comment that silences something says why, or names a check that exists. */
function bareIgnore(file: string, { id, reason, line }: IgnoreComment, ids: readonly string[]): Finding[] {
  const isKnown = ids.includes(id);
  if (isKnown && reason !== '') return [];
  const message = isKnown
    ? `the comment that ignores ${id} gives no reason`
    : `there is no check ${JSON.stringify(id)}`;
  const fix = 'write `# firedrill:ignore <check> <why it is right here>`';
  const why = 'A silenced check without a reason looks like a mistake to the next reader.';
  return [{ check: 'ignore-comment', severity: 'warning', file, line, column: 1, message, fix, reason: why }];
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
