export { createPrometheusApi } from './prometheus-api';
export type { PrometheusApiOptions } from './prometheus-api';
