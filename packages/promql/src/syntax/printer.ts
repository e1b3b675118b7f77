import { formatDuration, type Matcher } from '@firedrill/timeseries';
import { formatValue } from '../format-value';
import type { AggregateExpr, BinaryExpr, Expr, TimeModifiers, VectorSelector } from './ast';

/** Writes a tree as a query; parsing that gives the same tree again, places aside. */
export function print(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return formatValue(expr.value);
    case 'string':
      return quote(expr.value);
    case 'vectorSelector':
      return printSelector(expr) + printModifiers(expr);
    case 'matrixSelector':
      return `${printSelector(expr.selector)}[${formatDuration(expr.rangeMs)}]${printModifiers(expr.selector)}`;
    case 'subquery': {
      const step = expr.stepMs === undefined ? '' : formatDuration(expr.stepMs);
      return `${print(expr.expr)}[${formatDuration(expr.rangeMs)}:${step}]${printModifiers(expr)}`;
    }
    case 'call':
      return `${expr.name}(${expr.args.map(print).join(', ')})`;
    case 'aggregate':
      return printAggregate(expr);
    case 'binary':
      return `${print(expr.left)} ${expr.operator}${printMatching(expr)} ${print(expr.right)}`;
    case 'unary':
      return `${expr.operator}${print(expr.expr)}`;
    case 'paren':
      return `(${print(expr.expr)})`;
  }
}

function printSelector({ name, matchers }: VectorSelector): string {
  const inside = name === undefined ? matchers : matchers.slice(1);
  const braces = inside.length === 0 ? '' : `{${inside.map(printMatcher).join(', ')}}`;
  return `${name ?? ''}${braces}` || '{}';
}

function printMatcher({ name, operator, value }: Matcher): string {
  return `${printLabel(name)}${operator}${quote(value)}`;
}

function printModifiers({ at, offsetMs }: TimeModifiers): string {
  const time = at === undefined ? '' : ` @ ${at.kind === 'time' ? (at.timeMs / 1000).toFixed(3) : `${at.kind}()`}`;
  return offsetMs === 0 ? time : `${time} offset ${formatDuration(offsetMs)}`;
}

function printAggregate({ operator, grouping, parameter, expr }: AggregateExpr): string {
  const plain = grouping.kind === 'by' && grouping.labels.length === 0;
  const clause = plain ? '' : ` ${grouping.kind} ${printLabels(grouping.labels)} `;
  return `${operator}${clause}(${parameter === undefined ? '' : `${print(parameter)}, `}${print(expr)})`;
}

function printMatching({ returnBool, matching }: BinaryExpr): string {
  const { cardinality, on, labels, include } = matching;
  const parts = [returnBool ? ' bool' : ''];
  const grouped = cardinality === 'many-to-one' || cardinality === 'one-to-many';
  if (on || labels.length > 0 || grouped) parts.push(` ${on ? 'on' : 'ignoring'} ${printLabels(labels)}`);
  if (grouped) {
    parts.push(` ${cardinality === 'many-to-one' ? 'group_left' : 'group_right'} ${printLabels(include)}`);
  }
  return parts.join('');
}

function printLabels(labels: readonly string[]): string {
  return `(${labels.map(printLabel).join(', ')})`;
}

function printLabel(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quote(name);
}

/** A string in Go's notation; JSON's escapes are among them. */
function quote(text: string): string {
  return JSON.stringify(text);
}
