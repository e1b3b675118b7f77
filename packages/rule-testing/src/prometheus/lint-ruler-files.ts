import { readConfigFile, type ConfigNode, type Problem } from '@firedrill/config-file';
import { parse as parseLogql, type Expr as LogqlExpr } from '@firedrill/logql';
import { loadRuleFile } from '@firedrill/prometheus-rules';
import { parse as parsePromql, unwrapParens } from '@firedrill/promql';
import { QueryError } from '@firedrill/query-core';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { aggregatedLabel } from '../lint/checks/aggregated-label';
import { orVector } from '../lint/checks/or-vector';
import { refusedRule } from '../lint/checks/refused-rule';
import { unaggregatedRatio } from '../lint/checks/unaggregated-ratio';
import { unescapedDot } from '../lint/checks/unescaped-dot';
import type { Check } from '../lint/check';
import { lintWith, type LintReport } from '../lint/lint';
import type { LintFile, LintFolder, LintRule } from '../lint/lint-folder';
import { loadProvisioning } from '../provisioning/load-provisioning';
import { isRulerFile, textOf } from './prometheus-files';

/** What can be wrong with a rule of Prometheus or of Loki's ruler too. */
export const RULER_CHECKS: readonly Check[] = [refusedRule, unaggregatedRatio, aggregatedLabel, orVector, unescapedDot];

export interface RulerFile {
  readonly name: string;
  readonly text: string;
}

/** The rule files of a path: itself, or the files of a folder when all its rules are such; undefined otherwise. */
export function readRulerFiles(path: string): readonly RulerFile[] | undefined {
  if (!existsSync(path)) return undefined;
  const isFolder = statSync(path).isDirectory();
  const names = isFolder
    ? readdirSync(path)
        .sort()
        .filter((name) => /\.(?:ya?ml|rules)$/.test(name))
    : [];
  const paths = isFolder ? names.map((name) => join(path, name)) : [path];
  const files = paths
    .filter((name) => statSync(name).isFile())
    .map((name) => ({ name, text: textOf(readFileSync(name)) }));
  const rules = files.filter(({ text }) => isRulerFile(text));
  const isGrafana = files.some(({ text }) => /^apiVersion\s*:/m.test(text));
  return rules.length === 0 || isGrafana ? undefined : rules;
}

/** Runs the checks that make sense there over rule files of Prometheus and of Loki's ruler. */
export function lintRulerFiles(files: readonly RulerFile[]): LintReport {
  return lintWith(RULER_CHECKS, readFiles(files));
}

function readFiles(files: readonly RulerFile[]): LintFolder {
  const problems: Problem[] = [];
  const alertingFiles = files.map(({ name, text }): LintFile => ({ name, text, root: readConfigFile(name, text, []) }));
  const rules: LintRule[] = [];
  for (const { name, text, root } of alertingFiles) {
    const nodes = (root?.get('groups')?.items() ?? []).flatMap((group) => group.get('rules')?.items() ?? []);
    const isLoki = nodes.some((node) => typeof logqlOf(node) === 'object' && promqlOf(node) === undefined);
    if (isLoki) problems.push(...nodes.flatMap(logqlProblem));
    else loadRuleFile(name, text, problems);
    rules.push(...nodes.map((node) => ruleOf(node, isLoki)));
  }
  const nothing = loadProvisioning({ folder: '.', alerting: [], dataSources: [], hasFile: () => true });
  return { provisioning: { ...nothing, problems }, alertingFiles, dataSourceFiles: [], rules, hasFile: () => true };
}

/** A rule has one query, in `expr`. */
function ruleOf(node: ConfigNode, isLoki: boolean): LintRule {
  const logql = isLoki ? logqlOf(node) : undefined;
  const query = {
    node,
    refId: '',
    datasourceUid: '',
    expression: undefined,
    source: isLoki ? ('loki' as const) : ('prometheus' as const),
    model: node,
    promql: isLoki ? undefined : promqlOf(node),
    logql: typeof logql === 'object' ? logql : undefined,
  };
  return { node, rule: undefined, queries: [query], condition: undefined };
}

function logqlProblem(node: ConfigNode): Problem[] {
  const message = logqlOf(node);
  const { file, line, column } = node.get('expr') ?? node;
  return typeof message === 'object' ? [] : [{ severity: 'error', file, line, column, key: 'expr', message }];
}

/** The expression, or what is wrong with it. */
function logqlOf(node: ConfigNode): LogqlExpr | string {
  try {
    return parseLogql(node.get('expr')?.source ?? '');
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}

function promqlOf(node: ConfigNode): LintRule['queries'][number]['promql'] {
  const parsed = parsePromql(node.get('expr')?.source ?? '');
  return parsed.ok ? unwrapParens(parsed.expr) : undefined;
}
