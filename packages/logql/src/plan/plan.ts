import { Grouping, VectorMatcher } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import { compileRegularExpression } from '../pipeline/regular-expression';
import { compileUnwrap } from '../pipeline/unwrap-sample';
import { combine } from '../eval/arithmetic';
import { utf8Length } from '../eval/utf8-length';
import type {
  BinaryExpr,
  LabelReplaceExpr,
  LogExpr,
  MetricExpr,
  RangeAggregationExpr,
  VectorAggregationExpr,
} from '../syntax/ast';
import { planLog } from './log-plan';
import type { BinaryPlan, MetricPlan, RangePlan, ReplacePlan, SampleExtractor } from './metric-plan';
import { planLabels } from './required-labels';

/** Works out what an expression needs before any line is read: constants folded, expressions compiled, labels known. */
export function planMetric(expr: MetricExpr): MetricPlan {
  switch (expr.kind) {
    case 'literal':
      return { kind: 'number', value: expr.value };
    case 'vector':
      return { kind: 'vector', value: expr.value };
    case 'rangeAggregation':
      return planRange(expr, undefined);
    case 'vectorAggregation':
      return planAggregation(expr);
    case 'labelReplace':
      return planReplace(expr);
    case 'binary':
      return planBinary(expr);
  }
}

function planAggregation({ operation, parameter, grouping, argument }: VectorAggregationExpr): MetricPlan {
  const pushesDown = operation === 'sum' && argument.kind === 'rangeAggregation' && argument.grouping === undefined;
  return {
    kind: 'aggregation',
    operation,
    parameter: parameter ?? 0,
    grouping: new Grouping(grouping ?? { kind: 'by', labels: [] }),
    argument: pushesDown ? planRange(argument, { grouping }) : planMetric(argument),
  };
}

function planRange(expr: RangeAggregationExpr, sum: Parameters<typeof planLabels>[1]): RangePlan {
  const { selection, needs } = planLabels(expr, sum);
  return {
    kind: 'range',
    operation: expr.operation,
    unwrapped: expr.unwrap !== undefined,
    parameter: expr.parameter ?? 0,
    log: planLog(withoutIdleFormats(expr)),
    extract: planExtractor(expr),
    selection,
    needs,
    rangeNs: BigInt(expr.rangeMs) * 1_000_000n,
    offsetNs: BigInt(Math.trunc(expr.offsetNs)),
    absentLabels: absentLabels(expr.log),
    span: expr.span,
  };
}

/** A line_format that no later stage reads is left out unless bytes are counted, as in Loki: its errors vanish with it. */
function withoutIdleFormats({ operation, log }: RangeAggregationExpr): LogExpr {
  if (operation === 'bytes_over_time' || operation === 'bytes_rate') return log;
  const readers: ReadonlySet<string> = new Set(['lineFilter', 'json', 'logfmt', 'regexp', 'pattern', 'unpack']);
  const lastReader = log.stages.map(({ kind }) => readers.has(kind)).lastIndexOf(true);
  return { ...log, stages: log.stages.filter(({ kind }, index) => kind !== 'lineFormat' || index < lastReader) };
}

function planExtractor({ operation, unwrap }: RangeAggregationExpr): SampleExtractor {
  if (unwrap !== undefined) {
    const read = compileUnwrap(unwrap);
    return (_, labels) => read(labels);
  }
  return operation === 'bytes_over_time' || operation === 'bytes_rate' ? (line) => utf8Length(line) : () => 1;
}

/** The `=` matchers; a label that is matched twice is left out. */
function absentLabels({ matchers }: LogExpr): Labels {
  const once = matchers.filter(({ name }) => matchers.filter((other) => other.name === name).length === 1);
  const equal = once.filter(({ operator }) => operator === '=');
  return Labels.of(Object.fromEntries(equal.map(({ name, value }) => [name, value])));
}

function planReplace({ argument, target, replacement, source, pattern, span }: LabelReplaceExpr): ReplacePlan {
  const compiled = compileRegularExpression(`^(?:${pattern})$`, span);
  return { kind: 'replace', argument: planMetric(argument), target, replacement, source, pattern: compiled };
}

function planBinary({ operator, bool, matching, left, right }: BinaryExpr): MetricPlan {
  const [plannedLeft, plannedRight] = [planMetric(left), planMetric(right)];
  if (
    plannedLeft.kind === 'number' &&
    plannedRight.kind === 'number' &&
    operator !== 'and' &&
    operator !== 'or' &&
    operator !== 'unless'
  ) {
    return { kind: 'number', value: combine(operator, plannedLeft.value, plannedRight.value) };
  }
  const plan: BinaryPlan = {
    kind: 'binary',
    operator,
    bool,
    matcher: new VectorMatcher(matching),
    left: plannedLeft,
    right: plannedRight,
  };
  return plan;
}
