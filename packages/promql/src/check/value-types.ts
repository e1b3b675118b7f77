import type { Expr } from '../syntax/ast';
import { isFunctionName, FUNCTIONS } from './functions';

/** The four types of PromQL: an instant vector is `vector`, a range vector is `matrix`. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** How messages name the types. */
export const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'a scalar',
  vector: 'an instant vector',
  matrix: 'a range vector',
  string: 'a string',
};

/** The type of an expression that `check` has accepted. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'vectorSelector':
    case 'aggregate':
      return 'vector';
    case 'matrixSelector':
    case 'subquery':
      return 'matrix';
    case 'unary':
    case 'paren':
      return typeOf(expr.expr);
    case 'binary':
      return typeOf(expr.left) === 'scalar' && typeOf(expr.right) === 'scalar' ? 'scalar' : 'vector';
    case 'call':
      return isFunctionName(expr.name) ? FUNCTIONS[expr.name].returns : 'vector';
  }
}
