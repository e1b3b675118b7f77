import type { Grouping, Span, VectorMatcher } from '@firedrill/query-core';
import type { Labels } from '@firedrill/timeseries';
import type { RE2JS } from 're2js';
import type { LabelSelection, LineLabels } from '../pipeline/line-labels';
import type { LabelNeeds } from '../pipeline/parser-hints';
import type { BinaryOperator } from '../syntax/ast';
import type { RangeOperation, VectorOperation } from '../syntax/token-kinds';
import type { LogPlan } from './log-plan';

/** What evaluation walks over. */
export type MetricPlan = RangePlan | AggregationPlan | BinaryPlan | ReplacePlan | NumberPlan | VectorPlan;

/** The number that a line counts with; undefined leaves the line out. */
export type SampleExtractor = (line: string, labels: LineLabels) => number | undefined;

/** Which lines are read, in which window before each step, and what becomes of them. */
export interface RangePlan {
  readonly kind: 'range';
  readonly operation: RangeOperation;
  readonly unwrapped: boolean;
  readonly parameter: number;
  readonly log: LogPlan;
  readonly extract: SampleExtractor;
  readonly selection: LabelSelection;
  readonly needs: LabelNeeds;
  readonly rangeNs: bigint;
  readonly offsetNs: bigint;
  /** The labels of what absent_over_time gives. */
  readonly absentLabels: Labels;
  readonly span: Span;
}

export interface AggregationPlan {
  readonly kind: 'aggregation';
  readonly operation: VectorOperation;
  readonly parameter: number;
  readonly grouping: Grouping;
  readonly argument: MetricPlan;
}

export interface BinaryPlan {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly bool: boolean;
  readonly matcher: VectorMatcher;
  readonly left: MetricPlan;
  readonly right: MetricPlan;
}

export interface ReplacePlan {
  readonly kind: 'replace';
  readonly argument: MetricPlan;
  readonly target: string;
  readonly replacement: string;
  readonly source: string;
  readonly pattern: RE2JS;
}

export interface NumberPlan {
  readonly kind: 'number';
  readonly value: number;
}

export interface VectorPlan {
  readonly kind: 'vector';
  readonly value: number;
}
