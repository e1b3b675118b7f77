export { ConfigurationError } from './configuration-error';
export { removeDataFolder } from './data-folder';
export { DataFolderError, PortTakenError, PostgresError, StartError } from './start-errors';
export { startStack } from './stack';
export type { Stack, StackOptions, StartProgress } from './stack';
export { ownerUrl } from './postgres/owner-url';
export { startPostgres } from './postgres/start-postgres';
export type { PostgresOptions, RunningPostgres } from './postgres/start-postgres';

export { createScraper, loadPrometheusConfig, makeTarget, TargetScraper } from './scrape/index';
export type {
  MetricAppender,
  PrometheusConfig,
  ScrapeJob,
  Scraper,
  ScraperOptions,
  Target,
  TargetResult,
} from './scrape/index';

export { createDataSources } from './data-sources/create-data-sources';
export type { DataSources, DataSourcesOptions } from './data-sources/create-data-sources';
export { querySql } from './data-sources/postgres';

export { createLogIngest, createLokiApi } from './loki-api/index';
export { createPrometheusApi } from './prometheus-api/index';
export type { PrometheusApiOptions } from './prometheus-api/index';
export { createTailer, loadPromtailConfig } from './tail/index';
export type { PromtailConfig, Tailer } from './tail/index';
export { createRuleEvaluator } from './prometheus-rules/rule-evaluator';
export type { RuleEvaluator, RuleEvaluatorOptions } from './prometheus-rules/rule-evaluator';
export { loadRuleFiles } from './prometheus-rules/rule-files';
export type { RuleFileSource } from './prometheus-rules/rule-files';
