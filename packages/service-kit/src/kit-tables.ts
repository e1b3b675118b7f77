import { DATABASE_EVENTS, DATABASE_METRICS } from '@firedrill/database';
import { FAULT_KINDS } from '@firedrill/faults';
import { defineEvents, defineMetrics } from '@firedrill/telemetry';
import { defineErrors } from './service-error';

const REQUEST_LABELS = { method: 'any', endpoint: 'any' } as const;

/** The metrics of every service. `endpoint` is the route template, `unmatched` for a path without a route. */
export const KIT_METRICS = defineMetrics({
  http_requests_total: { type: 'counter', help: 'Requests answered.', labels: { ...REQUEST_LABELS, status: 'any' } },
  http_request_duration_seconds: { type: 'histogram', help: 'Time to answer a request.', labels: REQUEST_LABELS },
  http_requests_in_flight: { type: 'gauge', help: 'Requests that are being answered.', labels: {} },
  http_request_bytes_total: { type: 'counter', help: 'Bytes of request bodies.', labels: REQUEST_LABELS },
  http_response_bytes_total: { type: 'counter', help: 'Bytes of response bodies.', labels: REQUEST_LABELS },
  handler_duration_seconds: {
    type: 'histogram',
    help: 'Time of one command or query of the business code.',
    labels: { kind: ['command', 'query'], handler: 'any', outcome: ['success', 'rejected', 'error'] },
  },
  handler_errors_total: { type: 'counter', help: 'Handlers that failed.', labels: { handler: 'any', type: 'any' } },
  business_rule_violations_total: {
    type: 'counter',
    help: 'Requests refused by a rule of the business.',
    labels: { rule: 'any' },
  },
  exceptions_total: { type: 'counter', help: 'Errors that nothing expected.', labels: { type: 'any' } },
  fault_active: { type: 'gauge', help: 'Faults that are being injected.', labels: { kind: FAULT_KINDS } },
});

/** The log events of every service. */
export const KIT_EVENTS = defineEvents({
  service_started: { level: 'info', message: 'Listening', fields: { host: 'string', port: 'number' } },
  service_stopped: { level: 'info', message: 'Stopped', fields: { reason: 'string' } },
  request_completed: {
    level: 'info',
    message: 'Request answered',
    fields: { method: 'string', endpoint: 'string', path: 'string', status: 'number', durationMs: 'number' },
  },
  probe_completed: {
    level: 'debug',
    message: 'Probe answered',
    fields: { method: 'string', endpoint: 'string', path: 'string', status: 'number', durationMs: 'number' },
  },
  request_rejected: { level: 'info', message: 'Request refused', fields: { code: 'string', reason: 'string' } },
  request_degraded: { level: 'warn', message: 'Request not served', fields: { code: 'string', reason: 'string' } },
  request_failed: {
    level: 'error',
    message: 'Request failed',
    fields: { code: 'string', reason: 'string', type: 'string', stack: 'string?' },
  },
  background_failed: {
    level: 'error',
    message: 'Background work failed',
    fields: { handler: 'string', code: 'string', reason: 'string', type: 'string', stack: 'string?' },
  },
  uncaught_exception: {
    level: 'error',
    message: 'The process ends because of an error that nothing caught',
    fields: { type: 'string', reason: 'string', stack: 'string?' },
  },
  fault_injected: {
    level: 'warn',
    message: 'Fault injected',
    fields: { kind: 'string', faultId: 'string', severity: 'string?', route: 'string?', endsAt: 'number' },
  },
  fault_cleared: {
    level: 'warn',
    message: 'Fault ended',
    fields: { kind: 'string', faultId: 'string', expired: 'boolean' },
  },
  log_flooded: { level: 'info', message: 'A line of an injected log flood', fields: { line: 'number' } },
});

/** The errors that every service can answer. */
export const KIT_ERRORS = defineErrors({
  invalid_request: { status: 400, level: 'info', message: 'the request is not valid' },
  not_authorised: { status: 401, level: 'info', message: 'expected the bearer token of FAULTS_TOKEN' },
  not_found: { status: 404, level: 'info', message: 'there is nothing at this address' },
  body_too_large: { status: 413, level: 'info', message: 'the body is too large' },
  unsupported_media_type: { status: 415, level: 'info', message: 'the content type is not one that this route takes' },
  internal_error: { status: 500, level: 'error', message: 'something went wrong' },
  injected_fault: { status: 500, level: 'error', message: 'an injected fault' },
  timeout: { status: 503, level: 'warn', message: 'the request took too long' },
  database_unavailable: { status: 503, level: 'warn', message: 'the database does not answer' },
  upstream_unavailable: { status: 503, level: 'warn', message: 'a service that this one needs does not answer' },
});

export type KitEvents = typeof KIT_EVENTS & typeof DATABASE_EVENTS;

/** The tables of a service with a database, one without has the kit's only. */
export const DATABASE_TABLES = { metrics: DATABASE_METRICS, events: DATABASE_EVENTS };
