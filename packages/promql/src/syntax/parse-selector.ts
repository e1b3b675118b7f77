import { createMatcher, type Matcher, type MatchOperator } from '@firedrill/timeseries';
import type { VectorSelector } from './ast';
import type { TokenReader } from './token-reader';
import type { Token, TokenKind } from './tokens';

const MATCH_OPERATORS: readonly TokenKind[] = ['=', '!=', '=~', '!~'] satisfies readonly MatchOperator[];

/** `vector_selector: metric_identifier label_matchers? | label_matchers` */
export function parseVectorSelector(reader: TokenReader): VectorSelector {
  const start = reader.peek().span;
  const name = reader.is('{') ? undefined : reader.take().text;
  const named = name === undefined ? [] : [createMatcher('__name__', '=', name)];
  const matchers = reader.is('{') ? [...named, ...parseMatchers(reader)] : named;
  return { kind: 'vectorSelector', span: reader.spanFrom(start), name, matchers, offsetMs: 0, at: undefined };
}

/** `label_matchers: "{" (label_matcher ("," label_matcher)* ","?)? "}"` */
function parseMatchers(reader: TokenReader): Matcher[] {
  const matchers: Matcher[] = [];
  reader.take();
  while (!reader.is('}')) {
    matchers.push(parseMatcher(reader));
    if (reader.takeIf(',') === undefined && !reader.is('}')) reader.unexpected('label matching', '"," or "}"');
  }
  reader.take();
  return matchers;
}

/** `label_matcher: (identifier | string) match_op string | string`, where a string alone is a metric name. */
function parseMatcher(reader: TokenReader): Matcher {
  const label =
    reader.takeIf('identifier') ??
    reader.takeIf('string') ??
    reader.unexpected('label matching', 'a label name or "}"');
  if (label.kind === 'string' && reader.is(',', '}')) return createMatcher('__name__', '=', label.value);
  if (!reader.is(...MATCH_OPERATORS)) reader.unexpected('label matching', 'one of = != =~ !~');
  const operator = reader.take();
  const value = reader.takeIf('string') ?? reader.unexpected('label matching', 'a string');
  return matcherOf(reader, label, operator, value);
}

function matcherOf(reader: TokenReader, label: Token, operator: Token, value: Token): Matcher {
  try {
    return createMatcher(label.value, operator.kind as MatchOperator, value.value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return reader.refuse(`invalid regular expression: ${reason}`, reader.spanFrom(label.span));
  }
}
