import type { GroupingClause, Span, VectorMatching } from '@firedrill/query-core';
import type { MatchOperator } from '@firedrill/timeseries';
import type { Conversion, RangeOperation, VectorOperation } from './token-kinds';

/** Any LogQL query: a log query selects lines, the others compute numbers from them. */
export type Expr = LogExpr | MetricExpr;

export type MetricExpr =
  RangeAggregationExpr | VectorAggregationExpr | BinaryExpr | LabelReplaceExpr | VectorExpr | LiteralExpr;

/** `{app="x"} |= "a" | json`. */
export interface LogExpr {
  readonly kind: 'log';
  readonly matchers: readonly MatcherNode[];
  readonly stages: readonly Stage[];
  readonly span: Span;
}

/** A label, an operator and a string; in selectors, label filters, `drop` and `keep`. */
export interface MatcherNode {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  readonly span: Span;
}

export type LineFilterOperator = '|=' | '!=' | '|~' | '!~' | '|>' | '!>';

/** One text of a line filter: a string, or `ip("10.0.0.0/8")`. */
export interface LinePattern {
  readonly text: string;
  readonly ip: boolean;
  readonly span: Span;
}

/** `target="path"`; a name alone is its own path. */
export interface Extraction {
  readonly target: string;
  readonly path: string;
  readonly span: Span;
}

/** `target=source` renames, `target="{{…}}"` sets a template's text. */
export interface LabelAssignment {
  readonly target: string;
  readonly rename: boolean;
  readonly value: string;
  readonly span: Span;
}

/** A name, or a matcher that must accept the value too. */
export interface LabelChoice {
  readonly name: string;
  readonly matcher: MatcherNode | undefined;
  readonly span: Span;
}

export type Stage =
  | {
      readonly kind: 'lineFilter';
      readonly operator: LineFilterOperator;
      /** `|= "a" or "b"`: any of them; for negative operators none of them. */
      readonly patterns: readonly LinePattern[];
      readonly span: Span;
    }
  | { readonly kind: 'json'; readonly extractions: readonly Extraction[]; readonly span: Span }
  | {
      readonly kind: 'logfmt';
      readonly strict: boolean;
      readonly keepEmpty: boolean;
      readonly extractions: readonly Extraction[];
      readonly span: Span;
    }
  | { readonly kind: 'regexp' | 'pattern'; readonly text: string; readonly span: Span }
  | { readonly kind: 'unpack' | 'decolorize'; readonly span: Span }
  | { readonly kind: 'labelFilter'; readonly filter: LabelFilter; readonly span: Span }
  | { readonly kind: 'lineFormat'; readonly template: string; readonly span: Span }
  | { readonly kind: 'labelFormat'; readonly assignments: readonly LabelAssignment[]; readonly span: Span }
  | { readonly kind: 'drop' | 'keep'; readonly labels: readonly LabelChoice[]; readonly span: Span };

export type Comparison = '=' | '!=' | '>' | '>=' | '<' | '<=';

export type LabelFilter =
  | { readonly kind: 'matcher'; readonly matcher: MatcherNode; readonly span: Span }
  | {
      readonly kind: 'number' | 'duration' | 'bytes';
      readonly name: string;
      readonly operator: Comparison;
      /** Nanoseconds for a duration. */
      readonly value: number;
      readonly span: Span;
    }
  | {
      readonly kind: 'ip';
      readonly name: string;
      readonly negative: boolean;
      readonly pattern: string;
      readonly span: Span;
    }
  | { readonly kind: 'and' | 'or'; readonly left: LabelFilter; readonly right: LabelFilter; readonly span: Span };

/** `| unwrap duration(took) | status="200"`. */
export interface Unwrap {
  readonly label: string;
  readonly conversion: Conversion | undefined;
  readonly filters: readonly LabelFilter[];
  readonly span: Span;
}

/** `quantile_over_time(0.9, {…} | unwrap x [5m] offset 1m) by (a)`. */
export interface RangeAggregationExpr {
  readonly kind: 'rangeAggregation';
  readonly operation: RangeOperation;
  readonly parameter: number | undefined;
  readonly log: LogExpr;
  readonly unwrap: Unwrap | undefined;
  readonly rangeMs: number;
  readonly offsetNs: number;
  readonly grouping: GroupingClause | undefined;
  readonly span: Span;
}

export interface VectorAggregationExpr {
  readonly kind: 'vectorAggregation';
  readonly operation: VectorOperation;
  readonly parameter: number | undefined;
  readonly argument: MetricExpr;
  readonly grouping: GroupingClause | undefined;
  readonly span: Span;
}

export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator;
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
export type ComparisonOperator = '==' | '!=' | '>' | '>=' | '<' | '<=';
export type SetOperator = 'and' | 'or' | 'unless';

export interface BinaryExpr {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  /** `bool`: a comparison gives 0 or 1 instead of filtering. */
  readonly bool: boolean;
  readonly matching: VectorMatching;
  readonly left: MetricExpr;
  readonly right: MetricExpr;
  readonly span: Span;
}

export interface LabelReplaceExpr {
  readonly kind: 'labelReplace';
  readonly argument: MetricExpr;
  readonly target: string;
  readonly replacement: string;
  readonly source: string;
  readonly pattern: string;
  readonly span: Span;
}

/** `vector(1)`: one sample without labels. */
export interface VectorExpr {
  readonly kind: 'vector';
  readonly value: number;
  readonly span: Span;
}

export interface LiteralExpr {
  readonly kind: 'literal';
  readonly value: number;
  readonly span: Span;
}
