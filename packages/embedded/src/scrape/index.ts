export { loadPrometheusConfig } from './config/prometheus-config';
export type { GlobalConfig, PrometheusConfig } from './config/prometheus-config';
export type { ScrapeJob } from './config/scrape-job';
export { createScraper } from './scraper';
export type { Scraper, ScraperOptions } from './scraper';
export { makeTarget, targetsOf } from './target';
export type { DroppedTarget, Target, TargetResult } from './target';
export { TargetScraper } from './target-scraper';
export type { MetricAppender, ScrapeOutcome, TargetScraperOptions } from './target-scraper';
