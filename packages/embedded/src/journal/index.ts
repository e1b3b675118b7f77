export { openLogJournal } from './log-journal';
export type { LogJournal, LogJournalOptions } from './log-journal';
export { openMetricJournal } from './metric-journal';
export type { MetricJournal, MetricJournalOptions } from './metric-journal';
