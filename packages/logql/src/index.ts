export { instantQuery, parse, rangeQuery } from './query';
export type { InstantOptions, Point, QueryResult, QueryValue, RangeOptions } from './query-result';
export type { LogSource } from './eval/log-source';
export type { LogStreamResult, StreamEntry } from './eval/read-streams';
export { formatValue } from './eval/format-value';

export { print } from './syntax/printer';
export { walk } from './syntax/walk';
export type { Expr, LogExpr, MetricExpr, Stage } from './syntax/ast';
