/** How one recorded case came out. `notSupported` is for configuration files that only our runtime refuses. */
export interface CaseResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'notSupported';
  /** What the real program answered, and what ours did; for cases that failed. */
  readonly expected?: string;
  readonly actual?: string;
}

/** One area of the recorded cases: the files it reads below the vectors folder, and how to run them. */
export interface Area {
  readonly name: string;
  /** Paths of files or folders below the vectors folder; the area is there when one of them exists. */
  readonly files: readonly string[];
  run(folder: string): Promise<readonly CaseResult[]>;
}
