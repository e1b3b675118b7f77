import { QueryError } from '@firedrill/query-core';
import { GoMap, GoStruct, goTypeName, withMethods, type GoValue } from './value';

/** What a parameter of a Go function takes; `any` takes also a nil, the rest only their own type, without conversion. */
export type GoParameter = 'any' | 'string' | 'int' | 'float64' | 'bool' | 'map' | 'list' | { readonly struct: string };

/** A function that templates may call. Arguments arrive checked against `parameters`; throw a QueryError to fail the template. */
export interface GoFunction {
  readonly parameters: readonly GoParameter[];
  /** The last parameter takes any number of arguments, also none. */
  readonly variadic?: boolean;
  readonly call: (...args: never[]) => GoValue;
}

export type GoFunctions = Readonly<Record<string, GoFunction>>;

/** A function whose arguments are checked against its parameters before the call. */
export function goFunction(
  parameters: readonly GoParameter[],
  call: GoFunction['call'],
  options: { readonly variadic?: boolean } = {},
): GoFunction {
  return { parameters, call, ...options };
}

/** A function without parameters that gives a value with these functions as its methods: `coll` of `coll.Dict "a" 1`. */
export function goNamespace(name: string, functions: GoFunctions): GoFunction {
  const methods = Object.entries(functions).map(([method, called]) => {
    return [method, (...args: readonly GoValue[]) => callFunction(method, called, args)] as const;
  });
  const value = withMethods(new GoStruct(`*${name}`, {}), Object.fromEntries(methods));
  return goFunction([], () => value);
}

/** Checks the number and the types of the arguments and calls; errors are worded as Go's. */
export function callFunction(name: string, called: GoFunction, args: readonly GoValue[]): GoValue {
  checkArgumentCount(name, called, args.length);
  for (let index = 0; index < args.length; index += 1) checkArgument(parameterAt(called, index), args[index]);
  try {
    return called.call(...(args as never[]));
  } catch (error) {
    if (error instanceof QueryError && error.span === undefined) {
      throw new QueryError('execution', `error calling ${name}: ${error.message}`);
    }
    throw error;
  }
}

export function checkArgumentCount(name: string, called: GoFunction, count: number): void {
  const wanted = called.parameters.length - (called.variadic === true ? 1 : 0);
  if (called.variadic === true ? count >= wanted : count === wanted) return;
  const least = called.variadic === true ? 'at least ' : '';
  throw new QueryError('execution', `wrong number of args for ${name}: want ${least}${wanted} got ${count}`);
}

/** The parameter that takes the argument at the index. */
export function parameterAt(called: GoFunction, index: number): GoParameter {
  const { parameters } = called;
  return parameters[Math.min(index, parameters.length - 1)] ?? 'any';
}

const ACCEPTS: Readonly<Record<Extract<GoParameter, string>, (value: GoValue) => boolean>> = {
  any: () => true,
  string: (value) => typeof value === 'string',
  int: (value) => typeof value === 'bigint',
  float64: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  map: (value) => value instanceof GoMap || value === undefined || value === null,
  list: (value) => Array.isArray(value) || value === undefined || value === null,
};

function checkArgument(parameter: GoParameter, value: GoValue): void {
  const accepted =
    typeof parameter === 'string'
      ? ACCEPTS[parameter](value)
      : value instanceof GoStruct && value.typeName === parameter.struct;
  if (accepted) return;
  const expected = typeof parameter === 'string' ? parameter : parameter.struct;
  if (value === undefined || value === null) throw new QueryError('execution', `invalid value; expected ${expected}`);
  throw new QueryError('execution', `wrong type for value; expected ${expected}; got ${goTypeName(value)}`);
}
