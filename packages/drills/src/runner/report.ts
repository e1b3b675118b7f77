/** What `run --json` prints: the outcome of one drill. Seconds count from the break, or from the restore where said. */
export interface DrillReport {
  readonly drill: string;
  readonly ok: boolean;
  readonly expected: readonly ExpectedOutcome[];
  readonly mayFire: readonly { readonly rule: string; readonly firingAfterSeconds: number }[];
  readonly unexpected: readonly { readonly rule: string; readonly labels: Readonly<Record<string, string>> }[];
  /** Stopped processes: when Prometheus missed them, and (after the restore) reached them again. */
  readonly stopped: readonly StoppedOutcome[];
  /** When everything was restored, after the break. */
  readonly restoredAfterSeconds: number | undefined;
  /** When every rule was Normal, after the restore; undefined when that took too long. */
  readonly normalAfterSeconds: number | undefined;
}

export interface ExpectedOutcome {
  readonly rule: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly withinSeconds: number;
  readonly pendingAfterSeconds?: number;
  /** Undefined when the rule did not fire. */
  readonly firingAfterSeconds?: number;
}

export interface StoppedOutcome {
  readonly process: string;
  readonly downAfterSeconds?: number;
  readonly upAfterSeconds?: number;
}
