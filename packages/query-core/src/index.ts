export { positionAt, printSpan } from './span';
export type { Position, Span } from './span';

export { QueryError, describeQueryError } from './query-error';
export type { QueryErrorKind } from './query-error';

export { SourceCursor } from './source-cursor';
export { TokenCursor } from './token-cursor';
export type { Token } from './token-cursor';
export { readQuotedString } from './quoted-string';

export { Grouping } from './grouping';
export type { GroupingClause } from './grouping';
export { VectorMatcher } from './vector-matching';
export type { Cardinality, MatchedPair, VectorMatching } from './vector-matching';
export { aggregate, groupSamples, selectExtreme } from './aggregation';
export type { Accumulator } from './aggregation';
export { counter, maximum, minimum, plainSum, standardDeviation, variance } from './accumulators';
export { quantile } from './quantile';
