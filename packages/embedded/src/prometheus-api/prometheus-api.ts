import type { MetricStore } from '@firedrill/timeseries';
import express, { text, type Express, type RequestHandler } from 'express';
import type { Scraper } from '../scrape/scraper';
import { apiRoute, type ApiEndpoint } from './api-route';
import { ApiError } from './api-error';
import { indexPage } from './index-page';
import { queryEndpoints } from './query-endpoints';
import { sendFailure } from './send-failure';
import { seriesEndpoints } from './series-endpoints';
import { statusEndpoints } from './status-endpoints';
import { targetEndpoints } from './target-endpoints';

export interface PrometheusApiOptions {
  readonly store: MetricStore;
  readonly scraper: Scraper;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly startedMs: number;
  /** The step of subqueries that name none. */
  readonly evaluationIntervalMs: number;
  /** `prometheus.yml` as it was read. */
  readonly configText: string;
  /** How long samples are kept, as a duration. */
  readonly retention: string;
}

/** Prometheus' HTTP API over the metric store, with the paths, shapes and errors of the real one. */
export function createPrometheusApi(options: PrometheusApiOptions): Express {
  const app = express().enable('strict routing').disable('x-powered-by').disable('etag');
  app.use(text({ type: 'application/x-www-form-urlencoded', limit: '10mb' }));
  app.get('/', (_request, response) => void response.type('html').send(indexPage(options.scraper)));
  plain(app, '/-/healthy', 'Prometheus Server is Healthy.\n');
  plain(app, '/-/ready', 'Prometheus Server is Ready.\n');
  const queries = queryEndpoints(options);
  const series = seriesEndpoints(options);
  const targets = targetEndpoints(options);
  endpoint(app, '/query', ['GET', 'POST'], queries.query);
  endpoint(app, '/query_range', ['GET', 'POST'], queries.queryRange);
  endpoint(app, '/format_query', ['GET', 'POST'], queries.formatQuery);
  endpoint(app, '/query_exemplars', ['GET', 'POST'], () => ({ data: [] }));
  endpoint(app, '/labels', ['GET', 'POST'], series.labels);
  endpoint(app, '/label/:name/values', ['GET'], series.labelValues);
  endpoint(app, '/series', ['GET', 'POST'], series.series);
  endpoint(app, '/targets', ['GET'], targets.targets);
  endpoint(app, '/targets/metadata', ['GET'], targets.targetsMetadata);
  endpoint(app, '/metadata', ['GET'], targets.metadata);
  endpoint(app, '/rules', ['GET'], () => ({ data: { groups: [] } }));
  endpoint(app, '/alerts', ['GET'], () => ({ data: { alerts: [] } }));
  endpoint(app, '/alertmanagers', ['GET'], () => ({ data: { activeAlertmanagers: [], droppedAlertmanagers: [] } }));
  for (const [name, handler] of Object.entries(statusEndpoints(options)))
    endpoint(app, `/status/${name}`, ['GET'], handler);
  for (const action of ['delete_series', 'snapshot', 'clean_tombstones']) {
    endpoint(app, `/admin/tsdb/${action}`, ['POST', 'PUT'], () => {
      throw new ApiError('unavailable', 'admin APIs disabled');
    });
  }
  app.use((_request, response) => void response.status(404).type('text/plain').send('404 page not found\n'));
  app.use(sendFailure);
  return app;
}

function plain(app: Express, path: string, body: string): void {
  app.get(path, (_request, response) => void response.type('text/plain').send(body));
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
