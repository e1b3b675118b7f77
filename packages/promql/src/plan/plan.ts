import type { Expr, SubqueryExpr, TimeModifiers, VectorSelector } from '../syntax/ast';

/** Evaluation times `startMs + k * stepMs <= endMs`; an instant query has one. */
export interface TimeGrid {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** Samples that one selector needs: those with `fromMs < t <= toMs`. */
export interface Fetch {
  readonly selector: VectorSelector;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What an evaluation will read, settled before anything is read. */
export interface Plan {
  readonly expr: Expr;
  readonly grid: TimeGrid;
  readonly fetches: readonly Fetch[];
  /** The times at which each subquery evaluates its expression. */
  readonly subqueryGrids: ReadonlyMap<SubqueryExpr, TimeGrid>;
  /** `@` as a time, with `start()` and `end()` those of the whole query. */
  readonly fixedTimes: ReadonlyMap<VectorSelector | SubqueryExpr, number>;
}

export interface PlanOptions {
  readonly lookbackMs: number;
  /** The step of subqueries that name none. */
  readonly subqueryStepMs: number;
}

/** Settles offsets, `@` and the steps of subqueries for one evaluation. */
export function plan(expr: Expr, grid: TimeGrid, options: PlanOptions): Plan {
  const planner = new Planner(grid, options);
  planner.visit(expr, grid, options.lookbackMs);
  return { expr, grid, fetches: planner.fetches, subqueryGrids: planner.subqueryGrids, fixedTimes: planner.fixedTimes };
}

class Planner {
  readonly fetches: Fetch[] = [];
  readonly subqueryGrids = new Map<SubqueryExpr, TimeGrid>();
  readonly fixedTimes = new Map<VectorSelector | SubqueryExpr, number>();
  readonly #bounds: TimeGrid;
  readonly #options: PlanOptions;

  constructor(bounds: TimeGrid, options: PlanOptions) {
    this.#bounds = bounds;
    this.#options = options;
  }

  /** `depthMs` is how far back from its evaluation time a selector looks. */
  visit(expr: Expr, grid: TimeGrid, depthMs: number): void {
    switch (expr.kind) {
      case 'number':
      case 'string':
        return;
      case 'vectorSelector': {
        this.#visitSelector(expr, grid, depthMs);
        return;
      }
      case 'matrixSelector': {
        this.#visitSelector(expr.selector, grid, expr.rangeMs);
        return;
      }
      case 'subquery': {
        this.#visitSubquery(expr, grid);
        return;
      }
      case 'unary':
      case 'paren': {
        this.visit(expr.expr, grid, depthMs);
        return;
      }
      case 'binary': {
        this.#visitAll([expr.left, expr.right], grid);
        return;
      }
      case 'call': {
        this.#visitAll(expr.args, grid);
        return;
      }
      case 'aggregate': {
        this.#visitAll(expr.parameter === undefined ? [expr.expr] : [expr.parameter, expr.expr], grid);
        return;
      }
    }
  }

  #visitAll(exprs: readonly Expr[], grid: TimeGrid): void {
    for (const expr of exprs) this.visit(expr, grid, this.#options.lookbackMs);
  }

  #visitSelector(selector: VectorSelector, grid: TimeGrid, depthMs: number): void {
    const { startMs, endMs } = this.#looksAt(selector, grid);
    this.fetches.push({ selector, fromMs: startMs - depthMs, toMs: endMs });
  }

  #visitSubquery(expr: SubqueryExpr, grid: TimeGrid): void {
    const { startMs, endMs } = this.#looksAt(expr, grid);
    const stepMs = expr.stepMs ?? this.#options.subqueryStepMs;
    const first = (Math.floor((startMs - expr.rangeMs) / stepMs) + 1) * stepMs;
    const inner = { startMs: first, endMs, stepMs };
    this.subqueryGrids.set(expr, inner);
    this.visit(expr.expr, inner, this.#options.lookbackMs);
  }

  /** The first and last time at which the node looks, its modifiers applied. */
  #looksAt(node: VectorSelector | SubqueryExpr, grid: TimeGrid): { readonly startMs: number; readonly endMs: number } {
    const fixed = this.#fixedTime(node);
    if (fixed !== undefined) this.fixedTimes.set(node, fixed);
    return { startMs: (fixed ?? grid.startMs) - node.offsetMs, endMs: (fixed ?? grid.endMs) - node.offsetMs };
  }

  #fixedTime({ at }: TimeModifiers): number | undefined {
    switch (at?.kind) {
      case undefined:
        return undefined;
      case 'time':
        return at.timeMs;
      case 'start':
        return this.#bounds.startMs;
      case 'end':
        return this.#bounds.endMs;
    }
  }
}
