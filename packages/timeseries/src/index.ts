export { Labels } from './labels';

export { createMatcher } from './matcher';
export type { Matcher, MatchOperator } from './matcher';
