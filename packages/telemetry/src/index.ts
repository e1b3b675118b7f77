export { defineEvents } from './event-table';
export type { EventDefinition, EventTable, FieldsOf, FieldType, LogLevel } from './event-table';

export { createLogger, memoryLogger } from './logger';
export type { Log, LogBindings, Logger, LoggerOptions, MemoryLogger } from './logger';

export { createMetrics, defineMetrics, DURATION_BUCKETS } from './metric-table';
export type {
  Counter,
  Gauge,
  Histogram,
  LabelDefinition,
  LabelDefinitions,
  LabelValues,
  MetricDefinition,
  MetricsOf,
  MetricTable,
} from './metric-table';

export { collectProcessMetrics } from './process-metrics';
