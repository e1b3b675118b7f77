import type { AtModifier, Expr, TimeModifiers } from './ast';
import { parseOffset, parseRange } from './parse-duration';
import { numberOf } from './parse-number';
import type { TokenReader } from './token-reader';

const NOT_MOVABLE = 'must be preceded by an instant vector selector, a range vector selector or a subquery';

/** Attaches each `[range]`, `[range:step]`, `offset` and `@` to the operand just before it. */
export function parseModifiers(reader: TokenReader, operand: Expr): Expr {
  let expr = operand;
  for (;;) {
    if (reader.is('[')) expr = parseBrackets(reader, expr);
    else if (reader.is('offset')) expr = parseOffsetModifier(reader, expr);
    else if (reader.is('@')) expr = parseAtModifier(reader, expr);
    else if (reader.is('anchored', 'smoothed')) {
      reader.unsupported(`the ${reader.peek().kind} modifier is experimental`, expr.span);
    } else return expr;
  }
}

/** `matrix_selector: expr "[" duration "]"`, `subquery_expr: expr "[" duration ":" duration? "]"` */
function parseBrackets(reader: TokenReader, expr: Expr): Expr {
  const open = reader.take().span;
  const rangeMs = parseRange(reader);
  if (reader.takeIf(':') !== undefined) {
    const stepMs = reader.is(']') ? undefined : parseRange(reader);
    reader.expect(']', 'subquery');
    return { kind: 'subquery', span: reader.spanFrom(expr.span), expr, rangeMs, stepMs, offsetMs: 0, at: undefined };
  }
  reader.expect(']', 'range');
  const brackets = reader.spanFrom(open);
  if (expr.kind !== 'vectorSelector') return reader.refuse('ranges are only allowed for vector selectors', brackets);
  if (expr.offsetMs !== 0) reader.refuse('offset belongs after the range', brackets);
  if (expr.at !== undefined) reader.refuse('@ belongs after the range', brackets);
  return { kind: 'matrixSelector', span: reader.spanFrom(expr.span), selector: expr, rangeMs };
}

function parseOffsetModifier(reader: TokenReader, expr: Expr): Expr {
  reader.take();
  const offsetMs = parseOffset(reader);
  const { modifiers, move } = movable(reader, expr) ?? reader.refuse(`offset ${NOT_MOVABLE}`, expr.span);
  return modifiers.offsetMs === 0 ? move({ offsetMs }) : reader.refuse('offset may not be set twice', expr.span);
}

function parseAtModifier(reader: TokenReader, expr: Expr): Expr {
  reader.take();
  const sign = reader.takeIf('-') ?? reader.takeIf('+');
  const seconds = reader.is('number', 'duration') ? numberOf(reader, reader.take()) : undefined;
  if (seconds === undefined && sign !== undefined) reader.unexpected('@', 'a time');
  const at = seconds === undefined ? parseBound(reader) : timeOf(reader, sign?.kind === '-' ? -seconds : seconds, expr);
  const { modifiers, move } = movable(reader, expr) ?? reader.refuse(`@ ${NOT_MOVABLE}`, expr.span);
  return modifiers.at === undefined ? move({ at }) : reader.refuse('@ may not be set twice', expr.span);
}

function parseBound(reader: TokenReader): AtModifier {
  if (!reader.is('start', 'end')) reader.unexpected('@', 'a time, start() or end()');
  const kind = reader.take().kind === 'start' ? 'start' : 'end';
  reader.expect('(', '@');
  reader.expect(')', '@');
  return { kind };
}

function timeOf(reader: TokenReader, seconds: number, expr: Expr): AtModifier {
  if (!(Math.abs(seconds) < 2 ** 63 / 1000)) reader.refuse(`time out of bounds for @: ${seconds}`, expr.span);
  return { kind: 'time', timeMs: Math.round(seconds * 1000) };
}

interface Movable {
  readonly modifiers: TimeModifiers;
  readonly move: (change: Partial<TimeModifiers>) => Expr;
}

function movable(reader: TokenReader, expr: Expr): Movable | undefined {
  const span = reader.spanFrom(expr.span);
  if (expr.kind === 'vectorSelector' || expr.kind === 'subquery') {
    return { modifiers: expr, move: (change) => ({ ...expr, ...change, span }) };
  }
  if (expr.kind !== 'matrixSelector') return undefined;
  return { modifiers: expr.selector, move: (change) => ({ ...expr, span, selector: { ...expr.selector, ...change } }) };
}
