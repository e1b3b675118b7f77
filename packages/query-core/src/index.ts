export { positionAt, printSpan } from './span';
export type { Position, Span } from './span';

export { QueryError, describeQueryError } from './query-error';
export type { QueryErrorKind } from './query-error';
