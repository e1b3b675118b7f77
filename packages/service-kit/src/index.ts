export { contractOf } from './contract';
export type { ServiceContract } from './contract';

export { every } from './every';
export type { Background, BackgroundOptions } from './every';

export { createHttpClient } from './http-client';
export type { Answer, Call, HttpClient, HttpClientOptions } from './http-client';
export { UpstreamError } from './upstream-error';
export type { UpstreamReason } from './upstream-error';

export { KIT_ERRORS, KIT_EVENTS, KIT_METRICS } from './kit-tables';
export type { KitEvents } from './kit-tables';

export { events, html, json, noContent, redirect, text } from './reply';
export type { EventStream, Reply, SendEvent } from './reply';

export type { OpenApiDocument } from './openapi';

export type { CallContext, RequestContext } from './request-context';

export { defineRoutes } from './routes';
export type { Handler, Handlers, InputOf, Route, RouteTable } from './routes';

export { runService, startService } from './run-service';
export type { Host, RunningService, ServiceStart, StartedApp } from './run-service';

export { createServiceApp } from './service-app';
export type { RenderError, ServiceAppOptions } from './service-app';

export { ConfigError, readServiceConfig, serviceUrl } from './service-config';
export type { ServiceConfig, Variable } from './service-config';

export { defineService } from './service-definition';
export type { ServiceDefinition, ServiceFaultKind } from './service-definition';

export { defineErrors, failures, ServiceError } from './service-error';
export type { ErrorDefinition, ErrorTable, FailureDetails } from './service-error';

export { createServiceParts } from './service-parts';
export type { KitParts, ServiceParts, ServicePartsOptions } from './service-parts';
