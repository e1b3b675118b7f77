import type { Extraction, LabelAssignment, LabelChoice, LineFilterOperator, LinePattern, LogExpr } from './ast';
import type { MatcherNode, Stage, Unwrap } from './ast';
import type { LogqlCursor } from './logql-cursor';
import { parseLabelFilter } from './parse-label-filter';
import type { Conversion, TokenKind } from './token-kinds';

const LINE_FILTERS: readonly TokenKind[] = ['|=', '!=', '|~', '!~', '|>', '!>'];

/** A log query inside a range aggregation, with what stands around it. */
export interface LogRange {
  readonly log: LogExpr;
  readonly unwrap: Unwrap | undefined;
  readonly rangeMs: number;
  readonly offsetNs: number;
}

/** selector { stage } */
export function parseLogExpr(cursor: LogqlCursor): LogExpr {
  const { start } = cursor.peek().span;
  const matchers = parseSelector(cursor);
  const stages = parseStages(cursor, false);
  return { kind: 'log', matchers, stages, span: cursor.spanFrom(start) };
}

/**
 * selector { stage } [ unwrap ] range [ offset ], or selector range [ offset ] { stage } [ unwrap ];
 * the selector with its stages, or all of it, may stand in parentheses.
 */
export function parseLogRange(cursor: LogqlCursor): LogRange {
  const open = cursor.takeIf('(') !== undefined;
  if (open && cursor.is('(')) {
    const inner = parseLogRange(cursor);
    cursor.expect(')');
    return inner;
  }
  const { start } = cursor.peek().span;
  const matchers = parseSelector(cursor);
  const before = parseStages(cursor, true);
  const unwrapBefore = parseUnwrap(cursor);
  const closedFirst = open && !cursor.is('range');
  if (closedFirst) cursor.expect(')');
  const logEnd = cursor.lastEnd;
  const { rangeMs, offsetNs } = parseWindow(cursor);
  const plain = before.length === 0 && unwrapBefore === undefined;
  const stages = plain ? parseStages(cursor, true) : before;
  const unwrap = plain ? parseUnwrap(cursor) : unwrapBefore;
  const end = plain ? cursor.lastEnd : logEnd;
  if (open && !closedFirst) cursor.expect(')');
  return { log: { kind: 'log', matchers, stages, span: { start, end } }, unwrap, rangeMs, offsetNs };
}

/** range [ "offset" duration ] */
function parseWindow(cursor: LogqlCursor): { readonly rangeMs: number; readonly offsetNs: number } {
  const rangeMs = cursor.expect('range').amount;
  const offsetNs = cursor.takeIf('offset') === undefined ? 0 : cursor.expect('duration').amount;
  return { rangeMs, offsetNs };
}

/** "{" [ matcher { "," matcher } ] "}" */
function parseSelector(cursor: LogqlCursor): readonly MatcherNode[] {
  cursor.expect('{');
  if (cursor.takeIf('}') !== undefined) return [];
  const matchers: MatcherNode[] = [];
  do matchers.push(parseMatcher(cursor));
  while (cursor.takeIf(',') !== undefined);
  if (!cursor.is('}')) cursor.unexpected('}', ',');
  cursor.take();
  return matchers;
}

function parseMatcher(cursor: LogqlCursor): MatcherNode {
  const name = cursor.expect('identifier');
  const operator = cursor.expect('=', '=~', '!~', '!=').kind as MatcherNode['operator'];
  const { value } = cursor.expect('string');
  return { name: name.value, operator, value, span: cursor.spanFrom(name.span.start) };
}

/** In a range aggregation an `unwrap` ends the stages; elsewhere it is unexpected. */
function parseStages(cursor: LogqlCursor, unwrapFollows: boolean): readonly Stage[] {
  const stages: Stage[] = [];
  for (;;) {
    if (cursor.is(...LINE_FILTERS)) stages.push(parseLineFilter(cursor));
    else if (!cursor.is('|')) return stages;
    else if (unwrapFollows && cursor.peek(1).kind === 'unwrap') return stages;
    else stages.push(parseStage(cursor));
  }
}

/** ( "|=" | "!=" | … ) pattern { "or" pattern } */
function parseLineFilter(cursor: LogqlCursor): Stage {
  const operator = cursor.take();
  const patterns: LinePattern[] = [];
  do patterns.push(parseLinePattern(cursor));
  while (cursor.takeIf('or') !== undefined);
  const span = cursor.spanFrom(operator.span.start);
  return { kind: 'lineFilter', operator: operator.kind as LineFilterOperator, patterns, span };
}

function parseLinePattern(cursor: LogqlCursor): LinePattern {
  const { start } = cursor.peek().span;
  const ip = cursor.takeIf('ip') !== undefined;
  if (ip) cursor.expect('(');
  else if (!cursor.is('string')) cursor.unexpected('string', 'ip');
  const text = cursor.expect('string').value;
  if (ip) cursor.expect(')');
  return { text, ip, span: cursor.spanFrom(start) };
}

type ParseStage = (cursor: LogqlCursor, start: number) => Stage;

/** What follows "|"; a label filter is everything else. */
const STAGES: Readonly<Partial<Record<TokenKind, ParseStage>>> = {
  json: (cursor, start) => {
    const extractions = cursor.is('identifier') ? parseList(cursor, parseExtraction) : [];
    return { kind: 'json', extractions, span: cursor.spanFrom(start) };
  },
  logfmt: (cursor, start) => {
    const flags = new Set<string>();
    while (cursor.is('flag')) flags.add(cursor.take().value);
    const extractions = cursor.is('identifier') ? parseList(cursor, parseExtraction) : [];
    const [strict, keepEmpty] = [flags.has('--strict'), flags.has('--keep-empty')];
    return { kind: 'logfmt', strict, keepEmpty, extractions, span: cursor.spanFrom(start) };
  },
  regexp: (cursor, start) => ({ kind: 'regexp', text: cursor.expect('string').value, span: cursor.spanFrom(start) }),
  pattern: (cursor, start) => ({ kind: 'pattern', text: cursor.expect('string').value, span: cursor.spanFrom(start) }),
  unpack: (cursor, start) => ({ kind: 'unpack', span: cursor.spanFrom(start) }),
  decolorize: (cursor, start) => ({ kind: 'decolorize', span: cursor.spanFrom(start) }),
  line_format: (cursor, start) => {
    const template = cursor.expect('string').value;
    return { kind: 'lineFormat', template, span: cursor.spanFrom(start) };
  },
  label_format: (cursor, start) => {
    const assignments = parseList(cursor, parseAssignment);
    return { kind: 'labelFormat', assignments, span: cursor.spanFrom(start) };
  },
  drop: (cursor, start) => ({ kind: 'drop', labels: parseList(cursor, parseChoice), span: cursor.spanFrom(start) }),
  keep: (cursor, start) => ({ kind: 'keep', labels: parseList(cursor, parseChoice), span: cursor.spanFrom(start) }),
};

function parseStage(cursor: LogqlCursor): Stage {
  const { start } = cursor.expect('|').span;
  const parse = STAGES[cursor.peek().kind];
  if (parse !== undefined) {
    cursor.take();
    return parse(cursor, start);
  }
  const filter = parseLabelFilter(cursor);
  return { kind: 'labelFilter', filter, span: cursor.spanFrom(start) };
}

function parseList<T>(cursor: LogqlCursor, parseItem: (cursor: LogqlCursor) => T): readonly T[] {
  const items: T[] = [];
  do items.push(parseItem(cursor));
  while (cursor.takeIf(',') !== undefined);
  return items;
}

function parseExtraction(cursor: LogqlCursor): Extraction {
  const name = cursor.expect('identifier');
  const path = cursor.takeIf('=') === undefined ? undefined : cursor.expect('string').value;
  return { target: name.value, path: path ?? name.value, span: cursor.spanFrom(name.span.start) };
}

function parseAssignment(cursor: LogqlCursor): LabelAssignment {
  const name = cursor.expect('identifier');
  cursor.expect('=');
  const source = cursor.expect('identifier', 'string');
  const span = cursor.spanFrom(name.span.start);
  return { target: name.value, rename: source.kind === 'identifier', value: source.value, span };
}

function parseChoice(cursor: LogqlCursor): LabelChoice {
  const { value, span } = cursor.peek();
  const hasMatcher = cursor.is('identifier') && ['=', '!=', '=~', '!~'].includes(cursor.peek(1).kind);
  if (hasMatcher) {
    const matcher = parseMatcher(cursor);
    return { name: value, matcher, span: matcher.span };
  }
  cursor.expect('identifier');
  return { name: value, matcher: undefined, span };
}

/** "|" "unwrap" ( name | conversion "(" name ")" ) { "|" labelFilter } */
function parseUnwrap(cursor: LogqlCursor): Unwrap | undefined {
  if (!cursor.is('|') || cursor.peek(1).kind !== 'unwrap') return undefined;
  const { start } = cursor.take().span;
  cursor.take();
  const conversion = cursor.takeIf('conversion')?.value.toLowerCase() as Conversion | undefined;
  if (conversion !== undefined) cursor.expect('(');
  const label = cursor.expect('identifier').value;
  if (conversion !== undefined) cursor.expect(')');
  const filters = [];
  while (cursor.takeIf('|') !== undefined) filters.push(parseLabelFilter(cursor));
  return { label, conversion, filters, span: cursor.spanFrom(start) };
}
