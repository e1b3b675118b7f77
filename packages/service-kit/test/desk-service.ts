import { defineEvents, defineMetrics, memoryLogger, type MemoryLogger } from '@firedrill/telemetry';
import type { Express } from 'express';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import {
  createServiceApp,
  createServiceParts,
  defineErrors,
  defineRoutes,
  defineService,
  failures,
  html,
  json,
  redirect,
  UpstreamError,
  type Handlers,
  type ServiceAppOptions,
  type ServiceParts,
  type ServicePartsOptions,
} from '../src/index';

const ERRORS = defineErrors({
  desk_taken: { status: 409, level: 'info', rule: true, message: 'the desk is taken' },
});
const fail = failures(ERRORS);

/** A service with one route for each thing that the kit does. */
export const DESK = defineService({
  name: 'desk',
  port: 8099,
  database: false,
  metrics: defineMetrics({ desks_total: { type: 'counter', help: 'Desks.', labels: {} } }),
  events: defineEvents({ desk_read: { level: 'info', message: 'Desk read', fields: { deskId: 'number' } } }),
  errors: ERRORS,
  routes: defineRoutes({
    read_desk: { kind: 'query', method: 'get', path: '/desks/:id', params: z.object({ id: z.coerce.number().int() }) },
    add_desk: {
      kind: 'command',
      method: 'post',
      path: '/desks',
      headers: z.object({ 'idempotency-key': z.string('expected a key') }),
      query: z.object({ dry: z.enum(['yes', 'no']).optional() }),
      body: z.strictObject({ name: z.string(), size: z.object({ width: z.number().positive() }).optional() }),
    },
    take_desk: { kind: 'command', method: 'post', path: '/take' },
    sign: { kind: 'command', method: 'post', path: '/sign', body: z.object({ name: z.string() }), form: true },
    wait: { kind: 'query', method: 'get', path: '/wait/:ms', params: z.object({ ms: z.coerce.number() }) },
    break: { kind: 'query', method: 'get', path: '/break' },
    call: { kind: 'query', method: 'get', path: '/call' },
    page: { kind: 'query', method: 'get', path: '/page' },
  }),
  faults: ['session_expiry'],
});

const handlers: Handlers<typeof DESK.routes, typeof DESK.events> = {
  read_desk: ({ params }, { log, requestId, traceId, traceparent, clientAddress }) => {
    log.event('desk_read', { deskId: params.id });
    return json({ id: params.id, requestId, traceId, traceparent, clientAddress });
  },
  add_desk: ({ body, headers, query }) => json({ body, key: headers['idempotency-key'], query }, 201),
  take_desk: () => {
    throw fail('desk_taken');
  },
  sign: ({ body }) => redirect(`/signed?by=${body.name}`),
  wait: async ({ params }) => {
    await wait(params.ms);
    return json({ waited: params.ms });
  },
  break: () => {
    throw new TypeError('the secret reason');
  },
  call: () => {
    throw new UpstreamError('payment', 'timeout');
  },
  page: () => html('<p>desk</p>'),
};

export interface Desk {
  readonly app: Express;
  readonly parts: ServiceParts<typeof DESK>;
  readonly logger: MemoryLogger;
  /** The lines of one metric, without its help. */
  series(name: string): Promise<string[]>;
}

export function createDeskApp(
  parts: ServiceParts<typeof DESK>,
  options: Partial<ServiceAppOptions<typeof DESK>> = {},
): Express {
  return createServiceApp(parts, { handlers, ...options });
}

/** A desk service that writes its log to memory. */
export function createDesk(
  partsOptions: Partial<ServicePartsOptions> = {},
  appOptions: Partial<ServiceAppOptions<typeof DESK>> = {},
): Desk {
  const logger = memoryLogger('desk');
  const parts = createServiceParts(DESK, { logger, ...partsOptions });
  return {
    app: createDeskApp(parts, appOptions),
    parts,
    logger,
    series: async (name) => {
      const text = await parts.registry.getSingleMetricAsString(name);
      return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    },
  };
}
