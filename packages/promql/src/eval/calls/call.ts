import type { Labels } from '@firedrill/timeseries';
import type { CallExpr, Expr } from '../../syntax/ast';
import { selectsOneName, type Evaluation } from '../evaluation';
import type { Sample, Value } from '../sample';
import { forEachWindow, type Window } from '../windows';

/** One call of a function at one time, with its arguments at hand by position. */
export class Call {
  readonly expr: CallExpr;
  readonly evaluation: Evaluation;
  readonly timeMs: number;

  constructor(expr: CallExpr, evaluation: Evaluation, timeMs: number) {
    this.expr = expr;
    this.evaluation = evaluation;
    this.timeMs = timeMs;
  }

  arg(index: number): Expr {
    const arg = this.expr.args[index];
    if (arg === undefined)
      throw new Error(`invariant: the check let ${this.expr.name} pass without argument ${index + 1}`);
    return arg;
  }

  has(index: number): boolean {
    return index < this.expr.args.length;
  }

  scalar(index: number): number {
    return this.evaluation.scalar(this.arg(index), this.timeMs);
  }

  string(index: number): string {
    return this.evaluation.string(this.arg(index), this.timeMs);
  }

  vector(index: number): readonly Sample[] {
    return this.evaluation.vector(this.arg(index), this.timeMs);
  }

  windows(index: number, visit: (window: Window, labels: Labels, dropName: boolean) => void): void {
    forEachWindow(this.arg(index), this.evaluation, this.timeMs, visit);
  }
}

export type Implementation = (call: Call) => Value;

/** A function of each sample of the first argument; the name goes. */
export function perSample(compute: (value: number) => number): Implementation {
  return mapSamples(() => compute);
}

/** The same, with scalar arguments that are worked out once. */
export function mapSamples(prepare: (call: Call) => (value: number) => number): Implementation {
  return (call) => {
    const samples = call.vector(0);
    const compute = prepare(call);
    const result = samples.map(({ labels, value }) => call.evaluation.unnamed(labels, compute(value)));
    return call.evaluation.distinct(result, samples, call.arg(0));
  };
}

export interface RangeFunctionOptions {
  /** Which argument is the range vector. */
  readonly range?: number;
  readonly keepName?: boolean;
}

/** A function of each window of a range vector; undefined gives no sample. */
export function perWindow(
  prepare: (call: Call) => (window: Window, labels: Labels) => number | undefined,
  { range = 0, keepName = false }: RangeFunctionOptions = {},
): Implementation {
  return (call) => {
    const { evaluation } = call;
    const compute = prepare(call);
    const sources: { labels: Labels }[] = [];
    const result: Sample[] = [];
    const oneName = keepName || selectsOneName(call.arg(range));
    call.windows(range, (window, labels, dropName) => {
      const value = compute(window, labels);
      if (value === undefined) return;
      result.push(keepName ? { labels, value, dropName } : evaluation.unnamed(labels, value));
      if (!oneName) sources.push({ labels });
    });
    return evaluation.distinct(result, sources, call.arg(range));
  };
}
