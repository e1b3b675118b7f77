import type { GroupingClause, VectorMatching } from '@firedrill/query-core';
import { formatDuration } from '@firedrill/timeseries';
import { formatValue } from '../eval/format-value';
import type { BinaryExpr, Expr, LabelFilter, LogExpr, MatcherNode, RangeAggregationExpr, Stage } from './ast';
import type { Unwrap, VectorAggregationExpr } from './ast';
import { formatGoDuration } from './go-duration';

/** Writes an expression, spaced as Loki does, so that reading it back gives an equal tree. */
export function print(expr: Expr): string {
  switch (expr.kind) {
    case 'log':
      return printLog(expr);
    case 'rangeAggregation':
      return printRangeAggregation(expr);
    case 'vectorAggregation':
      return printVectorAggregation(expr);
    case 'binary':
      return printBinary(expr);
    case 'labelReplace': {
      const texts = [expr.target, expr.replacement, expr.source, expr.pattern].map(quote);
      return `label_replace(${[print(expr.argument), ...texts].join(', ')})`;
    }
    case 'vector':
      return `vector(${formatValue(expr.value)})`;
    case 'literal':
      return formatValue(expr.value);
  }
}

/** Go's string notation. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function printLog({ matchers, stages }: LogExpr): string {
  return [`{${matchers.map(printMatcher).join(', ')}}`, ...stages.map(printStage)].join(' ');
}

function printMatcher({ name, operator, value }: MatcherNode): string {
  return `${name}${operator}${quote(value)}`;
}

function printStage(stage: Stage): string {
  switch (stage.kind) {
    case 'lineFilter':
      return `${stage.operator} ${stage.patterns.map(({ text, ip }) => (ip ? `ip(${quote(text)})` : quote(text))).join(' or ')}`;
    case 'json':
      return ['| json', ...printExtractions(stage.extractions)].join(' ');
    case 'logfmt': {
      const flags = [...(stage.strict ? ['--strict'] : []), ...(stage.keepEmpty ? ['--keep-empty'] : [])];
      return ['| logfmt', ...flags, ...printExtractions(stage.extractions)].join(' ');
    }
    case 'regexp':
    case 'pattern':
      return `| ${stage.kind} ${quote(stage.text)}`;
    case 'unpack':
    case 'decolorize':
      return `| ${stage.kind}`;
    case 'labelFilter':
      return `| ${printFilter(stage.filter)}`;
    case 'lineFormat':
      return `| line_format ${quote(stage.template)}`;
    case 'labelFormat':
      return `| label_format ${stage.assignments
        .map(({ target, rename, value }) => `${target}=${rename ? value : quote(value)}`)
        .join(', ')}`;
    case 'drop':
    case 'keep':
      return `| ${stage.kind} ${stage.labels.map(({ name, matcher }) => (matcher ? printMatcher(matcher) : name)).join(', ')}`;
  }
}

function printExtractions(
  extractions: readonly { readonly target: string; readonly path: string }[],
): readonly string[] {
  if (extractions.length === 0) return [];
  return [extractions.map(({ target, path }) => `${target}=${quote(path)}`).join(', ')];
}

function printFilter(filter: LabelFilter): string {
  switch (filter.kind) {
    case 'matcher':
      return printMatcher(filter.matcher);
    case 'ip':
      return `${filter.name}${filter.negative ? '!=' : '='}ip(${quote(filter.pattern)})`;
    case 'number':
      return `${filter.name}${filter.operator}${formatValue(filter.value)}`;
    case 'duration':
      return `${filter.name}${filter.operator}${formatGoDuration(filter.value)}`;
    case 'bytes':
      return `${filter.name}${filter.operator}${filter.value}B`;
    case 'and':
    case 'or':
      return `(${printFilter(filter.left)} ${filter.kind} ${printFilter(filter.right)})`;
  }
}

function printUnwrap({ label, conversion, filters }: Unwrap): string {
  const operand = conversion === undefined ? label : `${conversion}(${label})`;
  return [`| unwrap ${operand}`, ...filters.map((filter) => `| ${printFilter(filter)}`)].join(' ');
}

function printRangeAggregation(expr: RangeAggregationExpr): string {
  const { operation, parameter, log, unwrap, rangeMs, offsetNs, grouping } = expr;
  const offset = offsetNs === 0 ? '' : ` offset ${formatGoDuration(offsetNs)}`;
  const lines = unwrap === undefined ? printLog(log) : `${printLog(log)} ${printUnwrap(unwrap)}`;
  const number = parameter === undefined ? '' : `${formatValue(parameter)},`;
  return `${operation}(${number}${lines}[${formatDuration(rangeMs)}]${offset})${printGrouping(grouping)}`;
}

function printVectorAggregation({ operation, parameter, argument, grouping }: VectorAggregationExpr): string {
  const number = parameter === undefined ? '' : `${formatValue(parameter)},`;
  return `${operation}${printGrouping(grouping)}(${number}${print(argument)})`;
}

function printGrouping(grouping: GroupingClause | undefined): string {
  return grouping === undefined ? '' : ` ${grouping.kind} (${grouping.labels.join(',')})`;
}

function printBinary({ operator, bool, matching, left, right }: BinaryExpr): string {
  const modifiers = [...(bool ? ['bool'] : []), ...printMatching(matching)].join(' ');
  return `${printOperand(left)} ${operator}${modifiers === '' ? '' : ` ${modifiers}`} ${printOperand(right)}`;
}

function printOperand(expr: Expr): string {
  return expr.kind === 'binary' ? `(${print(expr)})` : print(expr);
}

function printMatching({ cardinality, on, labels, include }: VectorMatching): readonly string[] {
  const grouped = cardinality === 'many-to-one' || cardinality === 'one-to-many' || include.length > 0;
  if (!on && labels.length === 0 && !grouped) return [];
  const clause = `${on ? 'on' : 'ignoring'} (${labels.join(', ')})`;
  const group = cardinality === 'one-to-many' ? 'group_right' : 'group_left';
  return grouped ? [clause, `${group} (${include.join(', ')})`] : [clause];
}
