export { instantQuery, rangeQuery } from './query';
export type { InstantQueryOptions, QueryOptions, RangeQueryOptions } from './query';
export type { MatrixSeries, Point, QueryResult, QueryValue, VectorSample } from './query-result';
export type { SeriesSource } from './eval/evaluation';

export { parse } from './parsed-query';
export type { ParseResult } from './parsed-query';
export { print } from './syntax/printer';
export { children, unwrapParens, walk } from './syntax/ast';
export type {
  AggregateExpr,
  AtModifier,
  BinaryExpr,
  CallExpr,
  Expr,
  MatrixSelector,
  NumberLiteral,
  ParenExpr,
  StringLiteral,
  SubqueryExpr,
  UnaryExpr,
  VectorSelector,
} from './syntax/ast';

export { plan } from './plan/plan';
export type { Fetch, Plan, TimeGrid } from './plan/plan';

export { FUNCTIONS } from './check/functions';
export type { FunctionName, FunctionSignature } from './check/functions';
export { typeOf } from './check/value-types';
export type { ValueType } from './check/value-types';

export { formatValue } from './format-value';

export { runScript } from './test-script/run-script';
export type { EvalOutcome } from './test-script/run-script';
export { parseNotedSeries, parsePoints } from './test-script/series-notation';
export type { NotedPoint, NotedSeries } from './test-script/series-notation';
