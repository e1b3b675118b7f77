import type { Token as CoreToken } from '@firedrill/query-core';

/** Words that mean something in a query, whatever their case. */
export const KEYWORDS = [
  'and',
  'or',
  'unless',
  'atan2',
  'sum',
  'avg',
  'count',
  'min',
  'max',
  'group',
  'stddev',
  'stdvar',
  'topk',
  'bottomk',
  'count_values',
  'quantile',
  'limitk',
  'limit_ratio',
  'offset',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'start',
  'end',
  'step',
  'range',
  'anchored',
  'smoothed',
] as const;

export type Keyword = (typeof KEYWORDS)[number];

/** Punctuation and symbolic operators, longest first so that the lexer finds the longest. */
export const SYMBOLS = [
  '==',
  '!=',
  '<=',
  '>=',
  '=~',
  '!~',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '@',
] as const;

export type TokenSymbol = (typeof SYMBOLS)[number];

/** `metric identifier` is a name with a colon; `error` carries the lexer's complaint and ends the list. */
export type TokenKind =
  | Keyword
  | TokenSymbol
  | 'identifier'
  | 'metric identifier'
  | 'number'
  | 'duration'
  | 'string'
  | 'error'
  | 'end of query';

export interface Token extends CoreToken<TokenKind> {
  /** The unquoted text of a string; the message of an error. */
  readonly value: string;
}

const KEYWORD_SET: ReadonlySet<string> = new Set(KEYWORDS);

export function isKeyword(word: string): word is Keyword {
  return KEYWORD_SET.has(word);
}

/** Keywords that may stand where a metric name is expected. */
const NOT_METRIC_NAMES: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'atan2',
]);

export function canBeMetricName(kind: TokenKind): boolean {
  return (
    kind === 'identifier' || kind === 'metric identifier' || (KEYWORD_SET.has(kind) && !NOT_METRIC_NAMES.has(kind))
  );
}

export function canBeLabelName(kind: TokenKind): boolean {
  return kind === 'identifier' || KEYWORD_SET.has(kind);
}

/** How errors name a token: `identifier "up"`, `"("`, `end of query`. */
export function describeToken(token: Token): string {
  if (token.kind === 'end of query') return token.kind;
  const named = ['identifier', 'metric identifier', 'number', 'duration', 'string'].includes(token.kind);
  return named
    ? `${token.kind} ${token.kind === 'string' ? token.text : JSON.stringify(token.text)}`
    : `"${token.text}"`;
}
