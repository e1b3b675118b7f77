import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, runScript, walk, type EvalOutcome, type Expr } from '@firedrill/promql';
import type { Labels } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';

const FOLDER = 'promqltest';

/** Prometheus' own test scripts: the evals that need neither native histograms nor an experimental feature. */
export const area: Area = {
  name: 'promqltest',
  files: [FOLDER],
  run: (folder) => {
    const scripts = readdirSync(join(folder, FOLDER)).filter((file) => file.endsWith('.test'));
    return Promise.resolve(scripts.sort().flatMap((file) => runFile(join(folder, FOLDER, file), file)));
  },
};

function runFile(path: string, file: string): CaseResult[] {
  return runScript(readFileSync(path, 'utf8'))
    .filter((outcome) => isClassic(outcome))
    .map(({ line, expr, failure }) => {
      const name = `${file}:${line}`;
      return failure === undefined
        ? { name, outcome: 'passed' }
        : { name, outcome: 'failed', expected: expr, actual: failure };
    });
}

function isClassic({ expr, expectsHistogram, nativeHistograms }: EvalOutcome): boolean {
  if (expectsHistogram) return false;
  const parsed = parse(expr);
  if (parsed.ok) return !readsHistograms(parsed.expr, nativeHistograms);
  return parsed.error.kind !== 'unsupported' && !/<\/|>\//.test(expr);
}

function readsHistograms(expr: Expr, nativeHistograms: readonly Labels[]): boolean {
  let found = false;
  walk(expr, (node) => {
    if (node.kind !== 'vectorSelector') return;
    const { name, matchers } = node;
    found ||= nativeHistograms.some(
      (labels) =>
        (name === undefined || labels.get('__name__') === name) &&
        matchers.every((matcher) => matcher.matches(labels.get(matcher.name))),
    );
  });
  return found;
}
