import { defineEvents } from '@firedrill/telemetry';

/** The log events that frontend owns. */
export const EVENTS = defineEvents({
  page_viewed: { level: 'info', message: 'Page viewed', fields: { page: 'string' } },
  user_interaction: {
    level: 'info',
    message: 'A shopper did something',
    fields: { action: 'string', productId: 'number?' },
  },
  session_timeout: { level: 'info', message: 'A shopper came back to a session that had timed out', fields: {} },
  frontend_error: {
    level: 'error',
    message: 'A page could not be shown',
    fields: { code: 'string', status: 'number' },
  },
});
