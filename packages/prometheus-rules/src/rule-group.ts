import type { Expr } from '@firedrill/promql';

interface RuleBasis {
  /** The name of the alert, or of the metric that is recorded. */
  readonly name: string;
  readonly expr: Expr;
  /** The group's labels with the rule's own over them; templates in alerting rules. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface RecordingRule extends RuleBasis {
  readonly kind: 'recording';
}

export interface AlertingRule extends RuleBasis {
  readonly kind: 'alerting';
  /** `for`, in milliseconds. */
  readonly holdMs: number;
  readonly keepFiringMs: number;
  /** Templates by name. */
  readonly annotations: Readonly<Record<string, string>>;
}

export type Rule = RecordingRule | AlertingRule;

/** A group of rules that are evaluated one after the other at one time. */
export interface RuleGroup {
  readonly file: string;
  readonly name: string;
  /** Undefined means the configuration's evaluation_interval. */
  readonly intervalMs: number | undefined;
  /** How far back queries look from the evaluation; undefined means the configuration's rule_query_offset. */
  readonly queryOffsetMs: number | undefined;
  /** The most alerts or series a rule may give; 0 is no limit. */
  readonly limit: number;
  readonly rules: readonly Rule[];
}
