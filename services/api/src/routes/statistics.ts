import { json, text, type Handlers } from '@firedrill/service-kit';
import type { Registry } from 'prom-client';
import { orderStatistics, type OrderStatisticsStore } from '../domain/order-statistics';
import type { EVENTS } from '../events';
import { METRICS } from '../metrics';
import type { ROUTES } from '../routes';

type StatisticsHandlers = Pick<Handlers<typeof ROUTES, typeof EVENTS>, 'order_statistics'>;

const PROMETHEUS_TEXT = 'text/plain; version=0.0.4';

/** Statistics of orders as JSON; api's own metrics as Prometheus' text for a client that prefers that, as scrapers do. */
export function statisticsHandlers(store: OrderStatisticsStore, registry: Registry): StatisticsHandlers {
  return {
    order_statistics: async (_input, { request }) => {
      const wanted = request.accepts(['application/json', PROMETHEUS_TEXT]);
      if (wanted !== PROMETHEUS_TEXT) return json(await orderStatistics(store), 200, { vary: 'accept' });
      const metrics = await Promise.all(Object.keys(METRICS).map((name) => registry.getSingleMetricAsString(name)));
      return text(`${metrics.join('\n\n')}\n`, 200, {
        'content-type': `${PROMETHEUS_TEXT}; charset=utf-8`,
        vary: 'accept',
      });
    },
  };
}
