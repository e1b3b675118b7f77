import type { ConfigNode } from '@firedrill/config-file';
import type { LintFolder } from './lint-folder';

/** `error`: the rule does not do what its author thinks. `warning`: it does, and people will be surprised. */
export type CheckSeverity = 'error' | 'warning';

/** One thing that a check found: at a value of a file, or at a place that has none. */
export interface Found {
  readonly at: Pick<ConfigNode, 'file' | 'line' | 'column'>;
  /** What is wrong here, in one sentence. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/** A mistake planted into the example folder: the text that is right there, and what people write instead. */
export interface Mistake {
  readonly what: string;
  /** A file of the example folder. */
  readonly file: string;
  readonly good: string;
  readonly bad: string;
  /** A text that ends in the line which the finding names; the first line of `bad` when absent. */
  readonly at?: string;
}

/** One check: everything about it. Its documentation page and its tests are made of this. */
export interface Check {
  readonly id: string;
  readonly severity: CheckSeverity;
  /** Why it matters, in one sentence. */
  readonly reason: string;
  readonly mistakes: readonly [Mistake, ...Mistake[]];
  readonly find: (folder: LintFolder) => readonly Found[];
}
