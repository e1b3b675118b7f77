/** Longer operators first, as the lexer takes the first that fits. */
export const OPERATORS = [
  ...['|=', '|~', '|>', '!=', '!~', '!>', '=~', '==', '>=', '<='],
  ...['|', '=', '>', '<', '+', '-', '*', '/', '%', '^', '(', ')', '{', '}', ','],
] as const;

const KEYWORD_NAMES = [
  ...['by', 'without', 'bool', 'on', 'ignoring', 'group_left', 'group_right', 'offset', 'and', 'or', 'unless'],
  ...['json', 'logfmt', 'regexp', 'pattern', 'unpack', 'unwrap', 'line_format', 'label_format'],
  ...['decolorize', 'drop', 'keep'],
] as const;

export const RANGE_OPERATIONS = [
  ...['count_over_time', 'rate', 'rate_counter', 'bytes_over_time', 'bytes_rate', 'absent_over_time'],
  ...['sum_over_time', 'avg_over_time', 'min_over_time', 'max_over_time', 'stddev_over_time', 'stdvar_over_time'],
  ...['quantile_over_time', 'first_over_time', 'last_over_time'],
] as const;
export type RangeOperation = (typeof RANGE_OPERATIONS)[number];

export const VECTOR_OPERATIONS = [
  ...['sum', 'avg', 'min', 'max', 'count', 'stddev', 'stdvar'],
  ...['topk', 'bottomk', 'approx_topk', 'sort', 'sort_desc'],
] as const;
export type VectorOperation = (typeof VECTOR_OPERATIONS)[number];

export const CONVERSIONS = ['bytes', 'duration', 'duration_seconds'] as const;
export type Conversion = (typeof CONVERSIONS)[number];

type FunctionKind =
  'rangeOperation' | 'vectorOperation' | 'conversion' | 'ip' | 'vector' | 'label_replace' | 'variants';

/** What the lexer tells apart; operators and keywords are their own kinds. */
export type TokenKind =
  | (typeof OPERATORS)[number]
  | (typeof KEYWORD_NAMES)[number]
  | FunctionKind
  | 'identifier'
  | 'number'
  | 'string'
  | 'duration'
  | 'bytes'
  | 'range'
  | 'flag'
  | 'invalid'
  | 'end';

export const KEYWORDS: ReadonlyMap<string, TokenKind> = new Map(KEYWORD_NAMES.map((name) => [name, name]));

export const FUNCTION_KINDS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ...RANGE_OPERATIONS.map((name) => [name, 'rangeOperation'] as const),
  ...VECTOR_OPERATIONS.map((name) => [name, 'vectorOperation'] as const),
  ...CONVERSIONS.map((name) => [name, 'conversion'] as const),
  ...(['ip', 'vector', 'label_replace', 'variants'] as const).map((name) => [name, name] as const),
]);
