import { QueryError, type GroupingClause, type VectorMatching } from '@firedrill/query-core';
import type { BinaryExpr, BinaryOperator, Expr, LabelReplaceExpr, LiteralExpr, MetricExpr } from './ast';
import type { RangeAggregationExpr, VectorAggregationExpr, VectorExpr } from './ast';
import { GoNumberError, parseGoFloat } from './go-number';
import type { LogqlToken } from './lexer';
import { LogqlCursor } from './logql-cursor';
import { parseLogExpr, parseLogRange } from './parse-log';
import type { RangeOperation, TokenKind, VectorOperation } from './token-kinds';

/** From loose to tight; `^` alone binds to the right. */
const PRECEDENCE: Readonly<Partial<Record<TokenKind, number>>> = {
  or: 1,
  ...{ and: 2, unless: 2 },
  ...{ '==': 3, '!=': 3, '>': 3, '>=': 3, '<': 3, '<=': 3 },
  ...{ '+': 4, '-': 4 },
  ...{ '*': 5, '/': 5, '%': 5 },
  '^': 6,
};

/** Reads a query; throws QueryError `syntax` at the first token that fits nowhere. */
export function parseSyntax(text: string): Expr {
  const cursor = new LogqlCursor(text);
  const expr = parseExpr(cursor, 0);
  if (!cursor.is('end')) cursor.unexpected();
  return expr;
}

/** expr = operand { operator [bool] [on|ignoring (…) [group_left|group_right [(…)]]] expr } */
function parseExpr(cursor: LogqlCursor, above: number): Expr {
  let left = parseOperand(cursor);
  for (;;) {
    const token = cursor.peek();
    const precedence = PRECEDENCE[token.kind];
    if (precedence === undefined || precedence <= above) return left;
    cursor.take();
    left = parseRightSide(cursor, left, token.kind as BinaryOperator, precedence);
  }
}

function parseRightSide(cursor: LogqlCursor, left: Expr, operator: BinaryOperator, precedence: number): BinaryExpr {
  const bool = cursor.takeIf('bool') !== undefined;
  const matching = parseMatching(cursor, operator);
  const right = parseExpr(cursor, operator === '^' ? precedence - 1 : precedence);
  for (const side of [left, right]) {
    if (side.kind === 'log')
      throw new QueryError('check', `a log query cannot be an operand of "${operator}"`, side.span);
  }
  const span = cursor.spanFrom(left.span.start);
  return { kind: 'binary', operator, bool, matching, left: left as MetricExpr, right: right as MetricExpr, span };
}

function parseMatching(cursor: LogqlCursor, operator: BinaryOperator): VectorMatching {
  const isSet = operator === 'and' || operator === 'or' || operator === 'unless';
  const cardinality = isSet ? 'many-to-many' : 'one-to-one';
  const clause = cursor.takeIf('on') ?? cursor.takeIf('ignoring');
  if (clause === undefined) return { cardinality, on: false, labels: [], include: [] };
  const on = clause.kind === 'on';
  const labels = parseLabelList(cursor);
  const group = cursor.takeIf('group_left') ?? cursor.takeIf('group_right');
  if (group === undefined) return { cardinality, on, labels, include: [] };
  const include = cursor.is('(') ? parseLabelList(cursor) : [];
  if (isSet) return { cardinality, on, labels, include };
  return { cardinality: group.kind === 'group_left' ? 'many-to-one' : 'one-to-many', on, labels, include };
}

/** "(" [ name { "," name } ] ")" */
function parseLabelList(cursor: LogqlCursor): readonly string[] {
  cursor.expect('(');
  if (cursor.takeIf(')') !== undefined) return [];
  const names: string[] = [];
  do names.push(cursor.expect('identifier').value);
  while (cursor.takeIf(',') !== undefined);
  cursor.expect(')');
  return names;
}

function parseOperand(cursor: LogqlCursor): Expr {
  const token = cursor.peek();
  switch (token.kind) {
    case '{':
      return parseLogExpr(cursor);
    case '(':
      return parseParentheses(cursor);
    case 'rangeOperation':
      return parseRangeAggregation(cursor);
    case 'vectorOperation':
      return parseVectorAggregation(cursor);
    case 'label_replace':
      return parseLabelReplace(cursor);
    case 'vector':
      return parseVector(cursor);
    case 'number':
    case '+':
    case '-':
      return parseLiteral(cursor);
    case 'variants':
      throw new QueryError('unsupported', 'not supported yet: variants', token.span);
    default:
      return cursor.unexpected();
  }
}

function parseParentheses(cursor: LogqlCursor): Expr {
  const { start } = cursor.expect('(').span;
  const inner = parseExpr(cursor, 0);
  cursor.expect(')');
  return { ...inner, span: cursor.spanFrom(start) };
}

/** An expression that computes numbers: a log query is unexpected to go on here. */
function parseMetricExpr(cursor: LogqlCursor): MetricExpr {
  const expr = parseExpr(cursor, 0);
  return expr.kind === 'log' ? cursor.unexpected('range') : expr;
}

/** operation "(" [ number "," ] logRange ")" [ grouping ] */
function parseRangeAggregation(cursor: LogqlCursor): RangeAggregationExpr {
  const name = cursor.take();
  cursor.expect('(');
  const parameter = parseParameter(cursor, cursor.is('number'));
  if (parameter === undefined && !cursor.is('{', '(')) cursor.unexpected('number', '{', '(');
  const { log, unwrap, rangeMs, offsetNs } = parseLogRange(cursor);
  cursor.expect(')');
  const grouping = parseGrouping(cursor);
  const operation = name.value.toLowerCase() as RangeOperation;
  const span = cursor.spanFrom(name.span.start);
  return { kind: 'rangeAggregation', operation, parameter, log, unwrap, rangeMs, offsetNs, grouping, span };
}

/** operation [ grouping ] "(" [ number "," ] expr ")" [ grouping ], one grouping at most */
function parseVectorAggregation(cursor: LogqlCursor): VectorAggregationExpr {
  const name = cursor.take();
  const before = parseGrouping(cursor);
  cursor.expect('(');
  const parameter = parseParameter(cursor, cursor.is('number') && cursor.peek(1).kind === ',');
  const argument = parseMetricExpr(cursor);
  cursor.expect(')');
  const grouping = before ?? parseGrouping(cursor);
  const operation = name.value.toLowerCase() as VectorOperation;
  return {
    kind: 'vectorAggregation',
    operation,
    parameter,
    argument,
    grouping,
    span: cursor.spanFrom(name.span.start),
  };
}

function parseParameter(cursor: LogqlCursor, present: boolean): number | undefined {
  if (!present) return undefined;
  const value = readNumber(cursor.expect('number'));
  cursor.expect(',');
  return value;
}

function parseGrouping(cursor: LogqlCursor): GroupingClause | undefined {
  const token = cursor.takeIf('by') ?? cursor.takeIf('without');
  if (token === undefined) return undefined;
  return { kind: token.kind === 'by' ? 'by' : 'without', labels: parseLabelList(cursor) };
}

function parseLabelReplace(cursor: LogqlCursor): LabelReplaceExpr {
  const { start } = cursor.take().span;
  cursor.expect('(');
  const argument = parseMetricExpr(cursor);
  const [target = '', replacement = '', source = '', pattern = ''] = [1, 2, 3, 4].map(() => {
    cursor.expect(',');
    return cursor.expect('string').value;
  });
  cursor.expect(')');
  return { kind: 'labelReplace', argument, target, replacement, source, pattern, span: cursor.spanFrom(start) };
}

function parseVector(cursor: LogqlCursor): VectorExpr {
  const { start } = cursor.take().span;
  cursor.expect('(');
  const value = readNumber(cursor.expect('number'));
  cursor.expect(')');
  return { kind: 'vector', value, span: cursor.spanFrom(start) };
}

/** A sign belongs to the number: `-2 ^ 2` is 4, and `-vector(1)` is refused. */
function parseLiteral(cursor: LogqlCursor): LiteralExpr {
  const { start } = cursor.peek().span;
  const sign = cursor.takeIf('-') ?? cursor.takeIf('+');
  const number = readNumber(cursor.expect('number'));
  return { kind: 'literal', value: sign?.kind === '-' ? -number : number, span: cursor.spanFrom(start) };
}

function readNumber(token: LogqlToken): number {
  try {
    return parseGoFloat(token.value);
  } catch (error) {
    if (error instanceof GoNumberError) throw new QueryError('check', 'expected a decimal number', token.span);
    throw error;
  }
}
