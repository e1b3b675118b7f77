export { Labels } from './labels';

export { createMatcher } from './matcher';
export type { Matcher, MatchOperator } from './matcher';

export { DurationError, MAX_DURATION_MS, formatDuration, parseDuration } from './duration';

export { MetricStore } from './metric-store';
export type { MetricStoreOptions, MetricStoreStats, SeriesHandle } from './metric-store';
export type { SeriesSlice, TimeOffsets } from './metric-series';

export { LogStore } from './log-store';
export type { LogStoreOptions, LogStoreStats, PushResult, TimeRange } from './log-store';
export type { LogEntry, LogSlice } from './log-stream';
