import { defineService } from '@firedrill/service-kit';
import { ERRORS } from './errors';
import { EVENTS } from './events';
import { METRICS } from './metrics';
import { ROUTES } from './routes';

/** What inventory is: everything that its contract lists and the kit serves. */
export const INVENTORY = defineService({
  name: 'inventory',
  port: 8083,
  database: true,
  metrics: METRICS,
  events: EVENTS,
  errors: ERRORS,
  routes: ROUTES,
  faults: ['stock_gauge_freeze', 'stock_corruption'],
});
