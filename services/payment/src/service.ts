import { defineService } from '@firedrill/service-kit';
import { ERRORS } from './errors';
import { EVENTS } from './events';
import { METRICS } from './metrics';
import { ROUTES } from './routes';

/** What payment is: everything that its contract lists and the kit serves. */
export const PAYMENT = defineService({
  name: 'payment',
  port: 8082,
  database: true,
  metrics: METRICS,
  events: EVENTS,
  errors: ERRORS,
  routes: ROUTES,
  faults: ['payment_decline'],
});
