import type { Expr } from './ast';

/** Visits an expression and every expression inside it, the outer before the inner, the left before the right. */
export function walk(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  for (const child of children(expr)) walk(child, visit);
}

function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'log':
    case 'vector':
    case 'literal':
      return [];
    case 'rangeAggregation':
      return [expr.log];
    case 'vectorAggregation':
    case 'labelReplace':
      return [expr.argument];
    case 'binary':
      return [expr.left, expr.right];
  }
}
