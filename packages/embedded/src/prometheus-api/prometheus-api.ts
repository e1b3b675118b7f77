import type { MetricStore } from '@firedrill/timeseries';
import express, { text, type Express, type RequestHandler } from 'express';
import { METRICS_CONTENT_TYPE } from '../own-metrics/metrics-text';
import { RequestDurations } from '../own-metrics/request-durations';
import type { RuleEvaluator } from '../prometheus-rules/rule-evaluator';
import type { Scraper } from '../scrape/scraper';
import { apiRoute, type ApiEndpoint } from './api-route';
import { ApiError } from './api-error';
import { indexPage } from './index-page';
import { prometheusMetrics } from './own-metrics';
import { queryEndpoints } from './query-endpoints';
import { redirects } from './redirects';
import { ruleEndpoints } from './rule-endpoints';
import { sendFailure } from './send-failure';
import { seriesEndpoints } from './series-endpoints';
import { statusEndpoints } from './status-endpoints';
import { targetEndpoints } from './target-endpoints';

export interface PrometheusApiOptions {
  readonly store: MetricStore;
  readonly scraper: Scraper;
  readonly rules: Pick<RuleEvaluator, 'groups' | 'intervalMs' | 'missed'>;
  /** Where Alertmanagers are configured to be, as full URLs. */
  readonly alertmanagers: readonly string[];
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly startedMs: number;
  /** The step of subqueries that name none. */
  readonly evaluationIntervalMs: number;
  /** `prometheus.yml` as it was read. */
  readonly configText: string;
  /** How long samples are kept, as a duration. */
  readonly retention: string;
  /** What differs from the defaults of Prometheus' command line. */
  readonly flags: Readonly<Record<string, string>>;
}

/** Prometheus' HTTP API over the metric store, with the paths, shapes and errors of the real one. */
export function createPrometheusApi(options: PrometheusApiOptions): Express {
  const app = express().enable('strict routing').disable('x-powered-by').disable('etag');
  app.use(text({ type: 'application/x-www-form-urlencoded', limit: '10mb' }));
  const requests = new RequestDurations(({ path, status }) => ({ handler: path, code: String(status) }));
  app.use(requests.measure, redirects);
  app.get('/metrics', (_request, response) => {
    response.setHeader('content-type', METRICS_CONTENT_TYPE).end(prometheusMetrics(options, requests));
  });
  app.get('/', (_request, response) => void response.type('html').send(indexPage(options.scraper)));
  plain(app, '/-/healthy', 'Prometheus Server is Healthy.\n');
  plain(app, '/-/ready', 'Prometheus Server is Ready.\n');
  for (const action of ['reload', 'quit']) lifecycle(app, `/-/${action}`);
  const queries = queryEndpoints(options);
  const series = seriesEndpoints(options);
  const targets = targetEndpoints(options);
  const rules = ruleEndpoints(options);
  endpoint(app, '/query', ['GET', 'POST'], queries.query);
  endpoint(app, '/query_range', ['GET', 'POST'], queries.queryRange);
  endpoint(app, '/format_query', ['GET', 'POST'], queries.formatQuery);
  endpoint(app, '/parse_query', ['GET', 'POST'], queries.parseQuery);
  endpoint(app, '/query_exemplars', ['GET', 'POST'], () => ({ data: [] }));
  endpoint(app, '/labels', ['GET', 'POST'], series.labels);
  endpoint(app, '/label/:name/values', ['GET'], series.labelValues);
  endpoint(app, '/series', ['GET', 'POST'], series.series);
  endpoint(app, '/targets', ['GET'], targets.targets);
  endpoint(app, '/targets/metadata', ['GET'], targets.targetsMetadata);
  endpoint(app, '/metadata', ['GET'], targets.metadata);
  endpoint(app, '/rules', ['GET'], rules.rules);
  endpoint(app, '/alerts', ['GET'], rules.alerts);
  const activeAlertmanagers = options.alertmanagers.map((url) => ({ url }));
  endpoint(app, '/alertmanagers', ['GET'], () => ({ data: { activeAlertmanagers, droppedAlertmanagers: [] } }));
  for (const [name, handler] of Object.entries(statusEndpoints(options)))
    endpoint(app, `/status/${name}`, ['GET'], handler);
  for (const action of ['delete_series', 'snapshot', 'clean_tombstones']) {
    endpoint(app, `/admin/tsdb/${action}`, ['POST', 'PUT'], () => {
      throw new ApiError('unavailable', 'admin APIs disabled');
    });
  }
  endpoint(app, '/read', ['POST'], () => {
    throw new ApiError('unavailable', 'remote read is not supported by the embedded runtime');
  });
  app.use((_request, response) => void response.status(404).type('text/plain').send('404 page not found\n'));
  app.use(sendFailure);
  return app;
}

function plain(app: Express, path: string, body: string): void {
  app.get(path, (_request, response) => void response.type('text/plain').send(body));
}

/** Reloading and quitting are off, as they are in Prometheus without --web.enable-lifecycle. */
function lifecycle(app: Express, path: string): void {
  app.all(path, (request, response) => {
    const isAction = request.method === 'POST' || request.method === 'PUT';
    response.status(isAction ? 403 : 405).type('text/plain');
    response.send(isAction ? 'Lifecycle API is not enabled.' : 'Only POST or PUT requests allowed');
  });
}

/** Serves an endpoint below /api/v1; other methods are answered 405 with the ones there are, HEAD too. */
function endpoint(app: Express, path: string, methods: readonly string[], handler: ApiEndpoint): void {
  const serve = apiRoute(handler);
  const allow = [...methods, 'OPTIONS'].sort().join(', ');
  const dispatch: RequestHandler = (request, response, next) => {
    if (request.method === 'OPTIONS') response.status(204).end();
    else if (methods.includes(request.method)) serve(request, response, next);
    else response.status(405).set('allow', allow).type('text/plain').send('Method Not Allowed\n');
  };
  app.all(`/api/v1${path}`, dispatch);
}
