import type { GroupingClause } from '@firedrill/query-core';
import { ALL_LABELS, type LabelNeeds } from '../pipeline/parser-hints';
import type { LabelSelection } from '../pipeline/line-labels';
import { labelsOf } from '../pipeline/label-filter-stage';
import type { RangeAggregationExpr, Stage } from '../syntax/ast';

/** Range aggregations whose sum may be taken of lines grouped beforehand. */
const SUMMABLE: ReadonlySet<string> = new Set([
  'count_over_time',
  'rate',
  'bytes_over_time',
  'bytes_rate',
  'sum_over_time',
]);

/** What the samples of a range aggregation are labelled with, and what its parsers must find for that. */
export interface LabelPlan {
  readonly selection: LabelSelection;
  readonly needs: LabelNeeds;
}

/**
 * A `sum` directly around a summable range aggregation gives it its grouping, as in Loki: parsers then stop at the
 * labels of the grouping, which also decides which errors of a line are noticed.
 */
export function planLabels(
  expr: RangeAggregationExpr,
  sum: { readonly grouping: GroupingClause | undefined } | undefined,
): LabelPlan {
  const pushedDown = sum !== undefined && SUMMABLE.has(expr.operation);
  const outer: GroupingClause | undefined = pushedDown ? (sum.grouping ?? { kind: 'by', labels: [] }) : undefined;
  const grouping =
    expr.operation === 'absent_over_time' ? { kind: 'by' as const, labels: [] } : (expr.grouping ?? outer);
  const names = requiredNames(expr);
  const unwrapped = expr.unwrap === undefined ? [] : [expr.unwrap.label];
  if (grouping === undefined || grouping.kind === 'without') {
    const dropped = [...(grouping?.labels ?? []), ...unwrapped];
    return {
      selection: dropped.length === 0 ? { kind: 'all' } : { kind: 'without', labels: dropped },
      needs: ALL_LABELS,
    };
  }
  const selection: LabelSelection =
    grouping.labels.length === 0 ? { kind: 'none' } : { kind: 'by', labels: grouping.labels };
  if (names === undefined) return { selection, needs: ALL_LABELS };
  const required = [...new Set([...names, ...grouping.labels, ...unwrapped])];
  if (required.length === 0) return { selection, needs: { required: undefined, nothing: true } };
  return { selection, needs: { required, nothing: false } };
}

/** The labels that stages and unwrap look at; undefined when a template may look at any. */
function requiredNames({ log, unwrap }: RangeAggregationExpr): readonly string[] | undefined {
  const names = log.stages.map(namesOf);
  if (!names.every((list) => list !== undefined)) return undefined;
  return [...names.flat(), ...(unwrap?.filters ?? []).flatMap(labelsOf)];
}

function namesOf(stage: Stage): readonly string[] | undefined {
  switch (stage.kind) {
    case 'labelFilter':
      return labelsOf(stage.filter);
    case 'lineFormat':
      return fieldsOf(stage.template);
    case 'labelFormat': {
      const lists = stage.assignments.map(({ rename, value }) => (rename ? [value] : fieldsOf(value)));
      return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
    }
    default:
      return [];
  }
}

/** The fields a simple template names; undefined when it does more than `{{.name}}` and functions of such. */
function fieldsOf(template: string): readonly string[] | undefined {
  if (/\{\{-?\s*(?:range|with|define|template)|\$|\{\{-?\s*\.\s*-?\}\}/.test(template)) return undefined;
  return [...template.matchAll(/\.([A-Za-z_][A-Za-z0-9_]*)/g)].map(([, name = '']) => name);
}
