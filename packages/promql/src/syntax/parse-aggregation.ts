import type { GroupingClause } from '@firedrill/query-core';
import type { AggregateExpr, AggregateOperator, Expr } from './ast';
import type { TokenReader } from './token-reader';
import { canBeLabelName, type Token } from './tokens';

/** Every aggregation, with the type of its parameter. */
export const AGGREGATIONS = {
  sum: undefined,
  avg: undefined,
  count: undefined,
  min: undefined,
  max: undefined,
  group: undefined,
  stddev: undefined,
  stdvar: undefined,
  topk: 'scalar',
  bottomk: 'scalar',
  count_values: 'string',
  quantile: 'scalar',
} as const satisfies Record<AggregateOperator, 'scalar' | 'string' | undefined>;

const EXPERIMENTAL: readonly string[] = ['limitk', 'limit_ratio'];

/** A name like `sum` is an aggregation when a clause or an argument follows, else a metric name. */
export function startsAggregation(reader: TokenReader): boolean {
  const { kind } = reader.peek();
  return (kind in AGGREGATIONS || EXPERIMENTAL.includes(kind)) && ['(', 'by', 'without'].includes(reader.peek(1).kind);
}

/** `aggregate_expr: aggregate_op modifier? call_body | aggregate_op call_body modifier`, `modifier: ("by" | "without") labels` */
export function parseAggregation(reader: TokenReader, parseArguments: () => readonly Expr[]): AggregateExpr {
  const token = reader.take();
  const before = parseModifier(reader);
  if (!reader.is('(')) reader.unexpected('aggregation', '"("');
  const args = parseArguments();
  const grouping = before ?? parseModifier(reader) ?? { kind: 'by', labels: [] };
  const span = reader.spanFrom(token.span);
  const operator = operatorOf(reader, token, span);
  const expected = AGGREGATIONS[operator] === undefined ? 1 : 2;
  const [first, second] = args;
  if (first === undefined || args.length !== expected) {
    return reader.refuse(`${operator} takes ${expected} argument(s), got ${args.length}`, span);
  }
  if (second === undefined) return { kind: 'aggregate', span, operator, grouping, expr: first, parameter: undefined };
  return { kind: 'aggregate', span, operator, grouping, expr: second, parameter: first };
}

function operatorOf(reader: TokenReader, token: Token, span: AggregateExpr['span']): AggregateOperator {
  if (token.kind in AGGREGATIONS) return token.kind as AggregateOperator;
  return reader.unsupported(`${token.kind}() is experimental`, span);
}

function parseModifier(reader: TokenReader): GroupingClause | undefined {
  if (!reader.is('by', 'without')) return undefined;
  const kind = reader.take().kind === 'by' ? 'by' : 'without';
  return { kind, labels: parseLabelList(reader) };
}

/** `grouping_labels: "(" (label ("," label)* ","?)? ")"`, where a label is a name or a string. */
export function parseLabelList(reader: TokenReader): string[] {
  const labels: string[] = [];
  reader.expect('(', 'grouping');
  while (!reader.is(')')) {
    labels.push(parseLabel(reader));
    if (reader.takeIf(',') === undefined && !reader.is(')')) reader.unexpected('grouping', '"," or ")"');
  }
  reader.take();
  return labels;
}

function parseLabel(reader: TokenReader): string {
  const token = reader.peek();
  if (token.kind === 'string' && token.value !== '') return reader.take().value;
  return canBeLabelName(token.kind) ? reader.take().text : reader.unexpected('grouping', 'a label name');
}
