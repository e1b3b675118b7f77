import type { Request } from 'express';
import { z } from 'zod';
import { failKit } from './as-service-error';
import { openApiOf } from './openapi';
import { json, noContent, text, type Reply } from './reply';
import type { KitEvents } from './kit-tables';
import { mayInjectFaults } from './request-faults';
import { defineRoutes, type Handlers } from './routes';
import type { ServiceDefinition } from './service-definition';
import type { KitParts } from './service-parts';

/** Throws when a dependency does not answer. */
export type ReadyCheck = () => Promise<void>;

/** The routes of every service. */
export const KIT_ROUTES = defineRoutes({
  metrics: { kind: 'query', method: 'get', path: '/metrics' },
  health: { kind: 'query', method: 'get', path: '/healthz' },
  readiness: { kind: 'query', method: 'get', path: '/readyz' },
  describe_routes: { kind: 'query', method: 'get', path: '/openapi.json' },
  list_faults: { kind: 'query', method: 'get', path: '/faults' },
  inject_fault: { kind: 'command', method: 'post', path: '/faults', body: z.record(z.string(), z.unknown()) },
  clear_faults: { kind: 'command', method: 'delete', path: '/faults' },
  clear_fault: { kind: 'command', method: 'delete', path: '/faults/:id', params: z.object({ id: z.string() }) },
});

export function kitHandlers(
  parts: KitParts,
  definition: ServiceDefinition,
  ready: Readonly<Record<string, ReadyCheck>>,
): Handlers<typeof KIT_ROUTES, KitEvents> {
  const { registry, faults, faultsToken } = parts;
  const description = openApiOf(definition, KIT_ROUTES);
  const authorise = (request: Request): void => {
    if (!mayInjectFaults(request, faultsToken)) throw failKit('not_authorised');
  };
  return {
    metrics: async () => text(await registry.metrics(), 200, { 'content-type': registry.contentType }),
    health: () => json({ status: 'ok' }),
    readiness: () => readiness(ready),
    describe_routes: () => json(description),
    list_faults: (_input, { request }) => {
      authorise(request);
      return json({ faults: faults.list(), kinds: faults.kinds });
    },
    inject_fault: ({ body }, { request }) => {
      authorise(request);
      if (CONTROL_ROUTE.test(String(body.route))) {
        throw failKit('invalid_request', { message: 'route: faults cannot be injected into /faults', field: 'route' });
      }
      return json(faults.inject(body), 201);
    },
    clear_faults: (_input, { request }) => {
      authorise(request);
      faults.clearAll();
      return noContent();
    },
    clear_fault: ({ params }, { request }) => {
      authorise(request);
      if (!faults.clear(params.id)) throw failKit('not_found', { message: `there is no fault "${params.id}"` });
      return noContent();
    },
  };
}

const CONTROL_ROUTE = /^\/faults(?:\/|$)/;

async function readiness(checks: Readonly<Record<string, ReadyCheck>>): Promise<Reply> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const failure = await check().then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      return {
        name,
        status: failure === undefined ? 'ok' : 'failing',
        ...(failure !== undefined && { reason: failure }),
      };
    }),
  );
  const failing = results.filter(({ status }) => status === 'failing').map(({ name }) => name);
  if (failing.length === 0) return json({ status: 'ok', dependencies: results });
  return json({ status: 'failing', failing, dependencies: results }, 503);
}
