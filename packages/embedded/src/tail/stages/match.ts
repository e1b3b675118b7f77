import { parse, type LogExpr } from '@firedrill/logql';
import { QueryError } from '@firedrill/query-core';
import { createMatcher } from '@firedrill/timeseries';
import { RE2JS } from 're2js';
import type { PipelineEntry } from '../pipeline-entry';
import { checkText, textIn, type StageType } from './stage-shape';

/** `match`: stages for the entries that a selector with line filters accepts, or those entries dropped. */
export const match: StageType = {
  check(node, context) {
    const selector = checkText(node.get('selector')) ?? '';
    if (selector === '') node.report('error', 'match needs a selector');
    else if (typeof parseSelector(selector) === 'string') {
      node
        .get('selector')
        ?.report(
          'error',
          `expected a stream selector with line filters, got ${JSON.stringify(selector)}: ${String(parseSelector(selector))}`,
        );
    }
    const action = checkText(node.get('action')) ?? 'keep';
    const stages = node.get('stages');
    const count = stages?.items().length ?? 0;
    if (!['', 'keep', 'drop'].includes(action))
      node.get('action')?.report('error', `expected keep or drop, got ${JSON.stringify(action)}`);
    else if (action === 'drop' && count > 0) stages?.report('error', 'a match that drops has no stages');
    else if (action !== 'drop' && count === 0) node.report('error', 'match needs at least one stage');
    context.checkPipeline(stages);
  },
  create(node, context) {
    const selected = parseSelector(textIn(node, 'selector') ?? '');
    if (typeof selected === 'string') throw new Error('invariant: the selector was checked');
    const drops = textIn(node, 'action') === 'drop';
    const stages = context.createPipeline(node.get('stages'));
    return {
      process(entry, emit) {
        if (!selected(entry)) emit(entry);
        else if (!drops) stages.process(entry, emit);
      },
      flush: (nowMs, all, emit) => stages.flush?.(nowMs, all, emit),
    };
  },
};

type Predicate = (entry: PipelineEntry) => boolean;

/** The predicate of a selector, or what is wrong with it. */
function parseSelector(selector: string): Predicate | string {
  let expr;
  try {
    // Promtail allows a selector that matches every stream; one more matcher makes it a valid query.
    expr = parse(selector.replace(/^(\s*\{)/, '$1__every__="y",'));
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
  return expr.kind === 'log' ? predicateOf(expr) : 'a metric query selects no lines';
}

function predicateOf(expr: LogExpr): Predicate | string {
  const matchers = expr.matchers.slice(1).map(({ name, operator, value }) => createMatcher(name, operator, value));
  const filters: ((line: string) => boolean)[] = [];
  for (const stage of expr.stages) {
    if (stage.kind !== 'lineFilter') return 'only line filters may follow the selector';
    const test = LINE_FILTERS[stage.operator];
    if (test === undefined || stage.patterns.some(({ ip }) => ip))
      return `the line filter ${stage.operator} is not known to Promtail`;
    filters.push(test(stage.patterns.map(({ text }) => text)));
  }
  return ({ labels, line }) =>
    matchers.every((matcher) => matcher.matches(labels.get(matcher.name) ?? '')) &&
    filters.every((accepts) => accepts(line));
}

const contains =
  (texts: readonly string[]) =>
  (line: string): boolean =>
    texts.some((text) => line.includes(text));
const finds = (texts: readonly string[]): ((line: string) => boolean) => {
  const expressions = texts.map((text) => RE2JS.compile(text, RE2JS.DOTALL));
  return (line) => expressions.some((expression) => expression.test(line));
};
const not =
  (test: (line: string) => boolean) =>
  (line: string): boolean =>
    !test(line);

const LINE_FILTERS: Readonly<Record<string, ((texts: readonly string[]) => (line: string) => boolean) | undefined>> = {
  '|=': contains,
  '!=': (texts) => not(contains(texts)),
  '|~': finds,
  '!~': (texts) => not(finds(texts)),
};
