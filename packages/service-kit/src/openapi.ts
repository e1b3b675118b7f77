import { z } from 'zod';
import type { Route, RouteTable } from './routes';
import type { ServiceDefinition } from './service-definition';

type Schema = Readonly<Record<string, unknown>>;

/** What a service takes, as OpenAPI 3.1 writes it, made from the schemas that its requests are read with. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  /** Operations by path template (`/orders/{id}`) and method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  /** The handler's name in metrics and log. */
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

/** Describes the routes of a service, tagged `shop`, and those that every service has, tagged `operations`. */
export function openApiOf({ name, routes }: ServiceDefinition, kitRoutes: RouteTable): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [tag, table] of [['shop', routes] as const, ['operations', kitRoutes] as const]) {
    for (const [operationId, route] of Object.entries(table)) {
      const path = route.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [route.method]: operation(operationId, tag, route) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: name, version: '0.1.0' },
    paths,
    components: { schemas: { Error: schemaOf(ERROR) } },
  };
}

const ERROR = z.object({
  error: z.object({ code: z.string(), message: z.string(), requestId: z.string(), field: z.string().optional() }),
});

function operation(operationId: string, tag: string, route: Route): Operation {
  const mediaType = route.form === true ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    operationId,
    tags: [tag],
    parameters: [
      ...parameters('path', route.params),
      ...parameters('query', route.query),
      ...parameters('header', route.headers),
    ],
    ...(route.body !== undefined && {
      requestBody: { required: true, content: { [mediaType]: { schema: schemaOf(route.body) } } },
    }),
    responses: {
      '2XX': { description: 'The request was served.' },
      default: {
        description: 'The request was not served; the code says why.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function parameters(place: Parameter['in'], schema: z.ZodType | undefined): Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

/** What a schema takes, not what it makes of it; a rule that JSON Schema cannot say is left out. */
function schemaOf(schema: z.ZodType): Schema {
  const written: Record<string, unknown> = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  // The dialect is that of OpenAPI 3.1.
  delete written.$schema;
  return written;
}
