export { createLogIngest } from './ingest/log-ingest';
export type { LogSink } from './ingest/log-ingest';
export { createLokiApi } from './loki-api';
export type { LokiApiOptions } from './loki-api';
