import { QueryError } from '@firedrill/query-core';
import type { GoParameter } from './go-function';
import type { NumberNode } from './syntax';
import { GoStruct, type GoValue } from './value';

/** The value of a number literal in the type that the parameter asks for; where anything goes, Go's ideal constant. */
export function numberValue(node: NumberNode, parameter: GoParameter): GoValue {
  if (node.imaginary !== undefined) return new GoStruct('complex128', {}, `(0+${node.imaginary}i)`);
  if (parameter === 'int' && node.int !== undefined) return node.int;
  if (parameter === 'float64' && node.float !== undefined) return node.float;
  if (parameter !== 'any')
    throw new QueryError(
      'execution',
      `expected ${typeof parameter === 'string' ? parameter : parameter.struct}; found ${node.text}`,
    );
  const written = /^[+-]?0[xX]/.test(node.text) || node.text.startsWith("'") ? '' : node.text;
  return node.int === undefined || /[.eEpP]/.test(written) ? node.float : node.int;
}
