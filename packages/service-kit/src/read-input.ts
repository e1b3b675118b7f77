import express, { type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import { failKit } from './as-service-error';
import type { InputOf, Route } from './routes';

const BODY_LIMIT = '64kb';

/** The parts of a request as its route's schemas make them. Throws `invalid_request` naming the first wrong field. */
export async function readInput(route: Route, request: Request, response: Response): Promise<InputOf<Route>> {
  if (route.body !== undefined) await readBody(route, request, response);
  const input = {
    params: part('params', route.params, request.params),
    query: part('query', route.query, request.query),
    headers: part('headers', route.headers, request.headers),
    body: part('body', route.body, request.body as unknown),
  };
  return input as InputOf<Route>;
}

const bodyBytes = new WeakMap<object, number>();

/** The bytes of a body that was read. */
export function bodyBytesOf(request: Request): number {
  return bodyBytes.get(request) ?? 0;
}

const verify = (request: object, _response: object, body: Buffer): void => {
  bodyBytes.set(request, body.length);
};
const parseJson: RequestHandler = express.json({ limit: BODY_LIMIT, verify });
const parseForm: RequestHandler = express.urlencoded({ limit: BODY_LIMIT, extended: false, verify });

async function readBody(route: Route, request: Request, response: Response): Promise<void> {
  const [type, parse] = route.form === true ? (['urlencoded', parseForm] as const) : (['json', parseJson] as const);
  if (request.is(type) === false) {
    const expected = route.form === true ? 'application/x-www-form-urlencoded' : 'application/json';
    throw failKit('unsupported_media_type', { message: `expected content-type ${expected}` });
  }
  await new Promise<void>((resolve, reject) => {
    void parse(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('unreadable body', { cause: error }));
    });
  });
}

function part(name: string, schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return {};
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = [name, ...(issue?.path ?? []).map(String)].join('.');
  throw failKit('invalid_request', { message: `${field}: ${issue?.message ?? 'not valid'}`, field });
}
