import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { asServiceError, failKit } from './as-service-error';
import { runEventStream } from './event-stream';
import type { KitEvents } from './kit-tables';
import { KIT_ROUTES, kitHandlers, type ReadyCheck } from './kit-routes';
import { observeRequest } from './observe-request';
import { readInput } from './read-input';
import { json, sendReply, type Reply } from './reply';
import { createRequestContext, type KitContext } from './request-context';
import { applyRequestFaults } from './request-faults';
import type { Handler, Handlers, Route, RouteTable } from './routes';
import { measureHandler, reportFailure } from './run-handler';
import type { ServiceDefinition } from './service-definition';
import type { ServiceError } from './service-error';
import type { KitParts, ServiceParts } from './service-parts';

/** An error page in place of the JSON answer; undefined leaves the JSON. */
export type RenderError = (error: ServiceError, context: KitContext) => Reply | undefined;

export interface ServiceAppOptions<Definition extends ServiceDefinition> {
  readonly handlers: Handlers<Definition['routes'], Definition['events']>;
  /** Dependencies that `/readyz` asks, by name, beside the database. */
  readonly ready?: Readonly<Record<string, ReadyCheck>>;
  readonly renderError?: RenderError;
  /** How long a handler may take. */
  readonly timeoutMs?: number;
}

type AnyHandler = Handler<Route, KitEvents>;

/** The Express application of a service: its routes behind what every service does. It does not listen. */
export function createServiceApp<Definition extends ServiceDefinition>(
  parts: ServiceParts<Definition>,
  { handlers, ready = {}, renderError = () => undefined, timeoutMs = 15_000 }: ServiceAppOptions<Definition>,
): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.set('query parser', 'simple');
  app.use((request: Request, response: Response, next: NextFunction) => {
    const context: KitContext = createRequestContext(request, parts.log);
    contexts.set(request, context);
    response.setHeader('x-request-id', context.requestId);
    observeRequest(parts, context, response);
    limitTime(response, timeoutMs, next);
    next();
  });
  app.use(securityHeaders);
  const database = parts.database as { ping(): Promise<void> } | undefined;
  const checks = database === undefined ? ready : { database: () => database.ping(), ...ready };
  addRoutes(app, parts, KIT_ROUTES, kitHandlers(parts, parts.definition, checks), false);
  addRoutes(app, parts, parts.definition.routes, handlers, true);
  app.use((request: Request) => {
    throw failKit('not_found', { message: `there is no ${request.method} ${request.path}` });
  });
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express tells an error handler by its four parameters
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerError(parts, asServiceError(error), contextOf(request), response, renderError);
  });
  return app;
}

const contexts = new WeakMap<Request, KitContext>();

function contextOf(request: Request): KitContext {
  const context = contexts.get(request);
  if (context === undefined) throw new Error('a request without its context');
  return context;
}

// Plain HTTP on loopback: neither HSTS nor an upgrade to HTTPS is meant.
const securityHeaders = helmet({
  strictTransportSecurity: false,
  contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
});

function limitTime(response: Response, timeoutMs: number, next: NextFunction): void {
  const timer = setTimeout(() => {
    if (!response.headersSent) next(failKit('timeout'));
  }, timeoutMs);
  response.once('close', () => clearTimeout(timer));
}

function addRoutes(
  app: Express,
  parts: KitParts,
  routes: RouteTable,
  handlers: Readonly<Record<string, unknown>>,
  measured: boolean,
): void {
  for (const [name, route] of Object.entries(routes)) {
    const handler = handlers[name] as AnyHandler;
    app[route.method](route.path, async (request: Request, response: Response) => {
      response.locals.endpoint = route.path;
      if (measured || isNamed(parts, route)) await applyRequestFaults(parts, request, route.path);
      const input = await readInput(route, request, response);
      const context = contextOf(request);
      const run = (): Reply | Promise<Reply> => handler(input, context);
      const reply = measured ? await measureHandler(parts.kitMetrics, { kind: route.kind, name }, run) : await run();
      if (reply.stream === undefined) response.locals.bytes = sendReply(response, reply);
      else runEventStream(response, reply.stream, parts.openStreams);
    });
  }
}

/** A fault without a route leaves probes, metrics and the control of faults alone. */
function isNamed({ faults }: KitParts, route: Route): boolean {
  return faults.list().some((fault) => fault.route === route.path);
}

function answerError(
  parts: KitParts,
  failure: ServiceError,
  context: KitContext,
  response: Response,
  renderError: RenderError,
): void {
  reportFailure({ log: context.log, kitMetrics: parts.kitMetrics }, failure);
  const { code, message, field, status } = failure;
  const error = { code, message, requestId: context.requestId, ...(field !== undefined && { field }) };
  response.locals.bytes = sendReply(response, renderError(failure, context) ?? json({ error }, status));
}
