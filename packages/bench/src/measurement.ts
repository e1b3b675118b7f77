/** What was found, beside what was aimed at. Times are milliseconds and sizes MB (10^6 bytes) unless `unit` says more. */
export interface Measurement {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  /** Undefined for a figure that is only reported. */
  readonly goal?: Goal;
  /** CPU time, and the figure of another program in the same run. */
  readonly beside?: string;
  /** What limits the figure, shown when the goal is missed. */
  readonly limit?: string;
}

export type Goal = { readonly atMost: number } | { readonly atLeast: number };

export interface BenchOptions {
  /** The checkout. */
  readonly root: string;
  /** How long memory is watched under steady traffic. */
  readonly minutes: number;
}

export type Bench = (options: BenchOptions) => Promise<readonly Measurement[]>;

export function isMet({ measured, goal }: Measurement): boolean {
  if (goal === undefined) return true;
  return 'atMost' in goal ? measured <= goal.atMost : measured >= goal.atLeast;
}
