import { explainCase, findCaseFiles, formatExplanation, prepareFiles } from '@firedrill/rule-testing';
import { DurationError, parseDuration } from '@firedrill/timeseries';
import { InvalidArgumentError, type Command } from 'commander';
import { join } from 'node:path';
import type { Context, RunCommand } from '../context';
import { EXIT, UsageError, type ExitCode } from '../exit-code';

interface ExplainOptions {
  readonly case?: string;
  readonly name?: string;
  readonly at?: number;
  readonly json?: true;
}

export function addRulesExplain(rules: Command, run: RunCommand): void {
  rules
    .command('explain')
    .description('one evaluation of a case step by step: answers, values, states, texts')
    .argument('<uid>', 'the uid of the rule')
    .option('--case <file>', 'the case file (default: alerting/cases/<uid>.yaml)')
    .option('--name <case>', 'the name of the case (default: the first)')
    .option('--at <time>', 'the time, such as 1m20s (default: the last expectation)', duration)
    .option('--json', 'as JSON')
    .action((uid: string, options: ExplainOptions) => run((context) => explain(context, uid, options)));
}

async function explain({ terminal }: Context, uid: string, options: ExplainOptions): Promise<ExitCode> {
  const path = options.case ?? join('alerting/cases', `${uid}.yaml`);
  const { prepared, problems } = prepareFiles(findCaseFiles([path]).texts);
  const file = prepared.find(({ rule }) => rule.uid === uid);
  if (problems.length > 0) throw new UsageError(`${path} has problems; firedrill rules test ${path} names them`);
  if (file === undefined) throw new UsageError(`expected cases of the rule ${uid}, found none at ${path}`);
  const { cases } = file.file;
  const ruleCase = options.name === undefined ? cases[0] : cases.find(({ name }) => name === options.name);
  const names = cases.map(({ name }) => JSON.stringify(name)).join(', ');
  if (ruleCase === undefined)
    throw new UsageError(`expected the name of a case (${names}), got "${options.name ?? ''}"`);
  const atMs = options.at ?? Math.max(ruleCase.startMs, ...ruleCase.expectations.map((expected) => expected.atMs));
  const explanation = await explainCase(file.rule, ruleCase, file.provisioning, atMs, file.file.grafana);
  if (explanation === undefined) throw new UsageError('the rule is not evaluated up to that time');
  const text = options.json
    ? JSON.stringify(explanation, undefined, 2)
    : `${ruleCase.name}\n${formatExplanation(explanation)}`;
  terminal.print(text);
  return EXIT.asExpected;
}

function duration(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof DurationError) throw new InvalidArgumentError(`${error.message}.`);
    throw error;
  }
}
