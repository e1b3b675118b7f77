import type { EventTable } from '@firedrill/telemetry';
import type { z } from 'zod';
import type { Reply } from './reply';
import type { RequestContext } from './request-context';

/** One route as data: which requests it takes and what they must look like. */
export interface Route {
  /** `command` changes something, `query` does not. */
  readonly kind: 'command' | 'query';
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** The template, such as `/orders/:id`. */
  readonly path: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly headers?: z.ZodType;
  /** A route without it takes no body. */
  readonly body?: z.ZodType;
  /** The body is an HTML form, not JSON. */
  readonly form?: boolean;
}

/** Routes by the name of their handler, which is a label of the handler metrics. */
export type RouteTable = Readonly<Record<string, Route>>;

/** Declares the routes of one owner, so that handlers, contract and documentation are made from the same data. */
export function defineRoutes<const Routes extends RouteTable>(routes: Routes): Routes {
  return routes;
}

type Part<R, Name extends string> =
  R extends Readonly<Record<Name, infer Schema extends z.ZodType>> ? z.output<Schema> : Readonly<Record<string, never>>;

/** What a handler is given: the parts of the request as their schemas made them. */
export interface InputOf<R> {
  readonly params: Part<R, 'params'>;
  readonly query: Part<R, 'query'>;
  readonly headers: Part<R, 'headers'>;
  readonly body: Part<R, 'body'>;
}

export type Handler<R, Events extends EventTable> = (
  input: InputOf<R>,
  context: RequestContext<Events>,
) => Reply | Promise<Reply>;

/** One handler for each route of a table. */
export type Handlers<Routes extends RouteTable, Events extends EventTable> = {
  readonly [Name in keyof Routes]: Handler<Routes[Name], Events>;
};
