import type { NotedPoint } from '@firedrill/promql';
import type { Labels } from '@firedrill/timeseries';
import type { InstanceState } from '@firedrill/grafana-alerting';

/** The place of a line that a failing expectation names. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A case file, read and found right. Times are milliseconds from the Unix epoch. */
export interface CaseFile {
  readonly file: string;
  readonly ruleUid: string;
  readonly rulePlace: Place;
  /** As written: a path from the folder of the file. */
  readonly provisioning: string;
  readonly provisioningPlace: Place;
  readonly grafana: string | undefined;
  readonly cases: readonly RuleCase[];
}

export interface RuleCase {
  readonly name: string;
  readonly place: Place;
  readonly startMs: number;
  readonly untilMs: number | undefined;
  readonly inputs: CaseInputs;
  readonly expectations: readonly Expectation[];
  readonly staysQuiet: boolean;
}

export interface CaseInputs {
  readonly series: readonly MetricInput[];
  readonly streams: readonly LogInput[];
  readonly tables: readonly SqlAnswer[];
  readonly failures: readonly SourceFailure[];
}

export interface MetricInput {
  readonly labels: Labels;
  readonly intervalMs: number;
  readonly points: readonly NotedPoint[];
}

export interface LogInput {
  readonly labels: Labels;
  readonly lines: readonly { readonly atMs: number; readonly line: string }[];
}

export type SqlCell = string | number | boolean | null;

/** What the SQL query of a refId answers from a time on. */
export interface SqlAnswer {
  readonly refId: string;
  readonly place: Place;
  readonly atMs: number;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlCell[])[];
  readonly error: string | undefined;
}

/** A data source that fails from a time on until another, which is not included. */
export interface SourceFailure {
  readonly datasource: string;
  readonly place: Place;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly error: string;
}

export interface Expectation {
  readonly place: Place;
  readonly atMs: number;
  readonly state: InstanceState | undefined;
  readonly reason: string | undefined;
  readonly instances: readonly ExpectedInstance[] | undefined;
  readonly sent: readonly ExpectedAlert[] | undefined;
}

export interface ExpectedInstance {
  readonly place: Place;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: InstanceState;
  readonly reason: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>>;
}

export interface ExpectedAlert {
  readonly place: Place;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly resolved: boolean;
}
