import type { DataQuery } from '../data-source';
import { RequestError } from './request-error';

const EMPTY = { string: '', number: 0, boolean: false } as const;

interface ModelTypes {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/** A key of a query's model; absent and null are undefined. Throws RequestError when it has another type. */
export function modelValue<T extends keyof ModelTypes>(
  { model, refId }: DataQuery,
  key: string,
  type: T,
): ModelTypes[T] | undefined {
  const value = model[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === typeof EMPTY[type]) return value as ModelTypes[T];
  throw new RequestError(
    'wrong-type',
    `query ${refId}: expected model.${key} to be a ${type}, got ${JSON.stringify(value)}`,
  );
}

/** Replaces `$name` and `${name}` of each variable, in the order given. */
export function replaceVariables(text: string, variables: readonly (readonly [name: string, value: string])[]): string {
  const names = [...variables.map(([name]) => [`$${name}`, name]), ...variables.map(([name]) => [`\${${name}}`, name])];
  const values = new Map(variables);
  return names.reduce(
    (replaced, [written = '', name = '']) => replaced.replaceAll(written, () => values.get(name) ?? ''),
    text,
  );
}
