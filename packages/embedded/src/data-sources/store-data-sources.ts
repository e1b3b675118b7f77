/** Data sources over stores in memory, for programs that evaluate rules without a running stack. */
export { lokiDataSource } from './loki';
export { prometheusDataSource } from './prometheus';
export { queryDataSource } from './query-data-source';
export type { ClosableDataSource } from './query-data-source';
export { queryChecker } from '../query-check';
