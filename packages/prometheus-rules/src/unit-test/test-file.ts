/** A file of `promtool test rules`. Durations and times are milliseconds; texts of series and queries are as written. */
export interface RuleTestFile {
  /** Paths or globs, relative to the test file. */
  readonly ruleFiles: readonly string[];
  readonly evaluationIntervalMs: number;
  readonly groupOrder: readonly string[];
  /** Values that differ in their last bit only are equal. */
  readonly fuzzyCompare: boolean;
  readonly tests: readonly RuleTest[];
}

export interface RuleTest {
  readonly name: string;
  /** Between the points of the input series. */
  readonly intervalMs: number;
  /** Unix time. */
  readonly startMs: number;
  readonly inputSeries: readonly { readonly series: string; readonly values: string }[];
  readonly alerts: readonly AlertExpectation[];
  readonly expressions: readonly ExpressionExpectation[];
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalUrl: string;
}

export interface ExpectedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface AlertExpectation {
  /** After the start of the test. */
  readonly evalTimeMs: number;
  readonly alertname: string;
  readonly alerts: readonly ExpectedAlert[];
}

export interface ExpressionExpectation {
  readonly expr: string;
  readonly evalTimeMs: number;
  readonly samples: readonly { readonly labels: string; readonly value: number }[];
}
