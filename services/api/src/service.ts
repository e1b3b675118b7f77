import { defineService } from '@firedrill/service-kit';
import { ERRORS } from './errors';
import { EVENTS } from './events';
import { METRICS } from './metrics';
import { ROUTES } from './routes';

/** What api is: everything that its contract lists and the kit serves. */
export const API = defineService({
  name: 'api',
  port: 8080,
  database: true,
  metrics: METRICS,
  events: EVENTS,
  errors: ERRORS,
  routes: ROUTES,
  faults: ['delivery_stall'],
});
