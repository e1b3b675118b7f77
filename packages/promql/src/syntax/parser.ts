import { isFunctionName, UNSUPPORTED_FUNCTIONS } from '../check/functions';
import { isSetOperator, type BinaryExpr, type BinaryOperator, type Expr } from './ast';
import { parseAggregation, parseLabelList, startsAggregation } from './parse-aggregation';
import { parseModifiers } from './parse-modifiers';
import { numberOf } from './parse-number';
import { parseVectorSelector } from './parse-selector';
import { TokenReader } from './token-reader';
import { canBeMetricName, type TokenKind } from './tokens';

/** Binding strength of the operators, loosest first; `^` alone groups to the right. */
const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 7,
};

/** A sign binds tighter than `*` and looser than `^`: `-2 ^ 2` is -4. */
const UNARY_PRECEDENCE = 6;

/** Text to tree. Throws QueryError `syntax`, or `check` for what the grammar allows and no query may say. */
export function parseExpr(text: string): Expr {
  const reader = new TokenReader(text);
  if (reader.is('end of query')) reader.fail('the query is empty', { start: 0, end: text.length });
  const expr = parseBinary(reader, 0);
  return reader.is('end of query') ? expr : reader.unexpected('');
}

/** `binary_expr: expr operator modifiers expr` */
function parseBinary(reader: TokenReader, minimum: number): Expr {
  let left = parseUnary(reader);
  for (;;) {
    const { kind } = reader.peek();
    if (!isBinaryOperator(kind) || PRECEDENCE[kind] < minimum) return left;
    const operatorSpan = reader.take().span;
    const modifiers = parseBinaryModifiers(reader, kind);
    const right = parseBinary(reader, PRECEDENCE[kind] + (kind === '^' ? 0 : 1));
    left = {
      kind: 'binary',
      span: reader.spanFrom(left.span),
      operator: kind,
      operatorSpan,
      left,
      right,
      ...modifiers,
    };
  }
}

function isBinaryOperator(kind: TokenKind): kind is BinaryOperator {
  return kind in PRECEDENCE;
}

/** `modifiers: "bool"? (("on" | "ignoring") labels (("group_left" | "group_right") labels?)?)?` */
function parseBinaryModifiers(
  reader: TokenReader,
  operator: BinaryOperator,
): Pick<BinaryExpr, 'returnBool' | 'matching'> {
  const returnBool = reader.takeIf('bool') !== undefined;
  const unset = isSetOperator(operator) ? 'many-to-many' : 'one-to-one';
  if (!reader.is('on', 'ignoring')) {
    return { returnBool, matching: { cardinality: unset, on: false, labels: [], include: [] } };
  }
  const on = reader.take().kind === 'on';
  const labels = parseLabelList(reader);
  if (!reader.is('group_left', 'group_right')) {
    return { returnBool, matching: { cardinality: unset, on, labels, include: [] } };
  }
  const cardinality = reader.take().kind === 'group_left' ? 'many-to-one' : 'one-to-many';
  const include = reader.is('(') ? parseLabelList(reader) : [];
  return { returnBool, matching: { cardinality, on, labels, include } };
}

/** `unary_expr: ("+" | "-") expr`; the sign of a number literal becomes part of it. */
function parseUnary(reader: TokenReader): Expr {
  if (!reader.is('+', '-')) return parseModifiers(reader, parseOperand(reader));
  const token = reader.take();
  const operator = token.kind === '-' ? '-' : '+';
  const expr = parseBinary(reader, UNARY_PRECEDENCE);
  const span = reader.spanFrom(token.span);
  if (expr.kind === 'number') return { ...expr, value: operator === '-' ? -expr.value : expr.value, span };
  return { kind: 'unary', span, operator, expr };
}

/** `operand: number | string | "(" expr ")" | aggregate_expr | function_call | vector_selector` */
function parseOperand(reader: TokenReader): Expr {
  const token = reader.peek();
  if (reader.is('number', 'duration'))
    return { kind: 'number', value: numberOf(reader, reader.take()), span: token.span };
  if (reader.takeIf('string') !== undefined) return { kind: 'string', value: token.value, span: token.span };
  if (reader.takeIf('(') !== undefined) return parseParens(reader, token.span);
  if (startsAggregation(reader)) return parseAggregation(reader, () => parseArguments(reader));
  if (isCallName(token.kind) && reader.peek(1).kind === '(') return parseCall(reader);
  if (reader.is('{') || canBeMetricName(token.kind)) return parseVectorSelector(reader);
  return reader.unexpected('');
}

function isCallName(kind: TokenKind): boolean {
  return ['identifier', 'start', 'end', 'step', 'range'].includes(kind);
}

function parseParens(reader: TokenReader, start: Expr['span']): Expr {
  const expr = parseBinary(reader, 0);
  reader.expect(')', 'parentheses');
  return { kind: 'paren', span: reader.spanFrom(start), expr };
}

function parseCall(reader: TokenReader): Expr {
  const name = reader.take();
  const args = parseArguments(reader);
  if (Object.hasOwn(UNSUPPORTED_FUNCTIONS, name.text)) {
    reader.unsupported(`${name.text}() (${UNSUPPORTED_FUNCTIONS[name.text] ?? ''})`, name.span);
  }
  if (!isFunctionName(name.text)) reader.refuse(`unknown function "${name.text}"`, name.span);
  return { kind: 'call', span: reader.spanFrom(name.span), name: name.text, args };
}

/** `call_body: "(" (expr ("," expr)*)? ")"` */
function parseArguments(reader: TokenReader): Expr[] {
  const args: Expr[] = [];
  reader.take();
  while (!reader.is(')')) {
    args.push(parseBinary(reader, 0));
    if (reader.is(')')) break;
    const comma = reader.takeIf(',') ?? reader.unexpected('arguments', '"," or ")"');
    if (reader.is(')')) reader.fail('a trailing comma is not allowed in arguments', comma.span);
  }
  reader.take();
  return args;
}
