import { defineService } from '@firedrill/service-kit';
import { ERRORS } from './errors';
import { EVENTS } from './events';
import { METRICS } from './metrics';
import { ROUTES } from './routes';

/** What frontend is: everything that its contract lists and the kit serves. */
export const FRONTEND = defineService({
  name: 'frontend',
  port: 8081,
  database: false,
  metrics: METRICS,
  events: EVENTS,
  errors: ERRORS,
  routes: ROUTES,
  faults: ['session_expiry'],
});
