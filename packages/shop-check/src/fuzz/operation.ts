import type { OpenApiDocument } from '@firedrill/service-kit';

/** A JSON schema as zod writes it. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** One route of a description: what a request to it is made of. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly body: { readonly form: boolean; readonly schema: Schema } | undefined;
}

const FORM = 'application/x-www-form-urlencoded';

/** The routes of the business: those of operations inject faults, among other things. */
export function shopOperations(description: OpenApiDocument): Operation[] {
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes('shop'))
      .map(([method, { parameters, requestBody }]) => {
        const [mediaType, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
        const body = content === undefined ? undefined : { form: mediaType === FORM, schema: content.schema as Schema };
        return { method: method.toUpperCase(), path, parameters, body };
      }),
  );
}
