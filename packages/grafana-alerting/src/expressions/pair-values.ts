import { Labels } from '@firedrill/timeseries';
import { containsLabels, labelsOf, NO_DATA, type ExpressionValue } from './expression-value';

type Nullable = number | null;
type Combine = (x: Nullable, y: Nullable) => Nullable;

/** Pairs the values of two nodes by their labels, as Grafana's union does, and combines each pair, point by point. */
export function pairValues(
  left: readonly ExpressionValue[],
  right: readonly ExpressionValue[],
  combine: Combine,
): readonly ExpressionValue[] {
  const [firstLeft] = left;
  const [firstRight] = right;
  if (firstLeft === undefined || firstRight === undefined) return [];
  const single = left.length === 1 || right.length === 1;
  if (single && (firstLeft.kind === 'noData' || firstRight.kind === 'noData')) return [NO_DATA];
  const results: ExpressionValue[] = [];
  for (const a of left) {
    for (const b of right) {
      const labels = unionLabels(labelsOf(a), labelsOf(b));
      if (labels !== undefined) results.push(combinePair(a, b, labels, combine));
    }
  }
  const onlyPair = results.length === 0 && left.length === 1 && right.length === 1;
  return onlyPair ? [combinePair(firstLeft, firstRight, Labels.EMPTY, combine)] : results;
}

/** The labels of a pair: of the side that has more, when the other side has none or a part of them. */
function unionLabels(a: Labels, b: Labels): Labels | undefined {
  if (a.size === 0) return b;
  if (b.size === 0 || a.equals(b)) return a;
  if (a.size === b.size) return undefined;
  const [larger, smaller] = a.size > b.size ? [a, b] : [b, a];
  return containsLabels(larger, smaller) ? larger : undefined;
}

function combinePair(a: ExpressionValue, b: ExpressionValue, labels: Labels, combine: Combine): ExpressionValue {
  if (a.kind === 'noData' || b.kind === 'noData') return NO_DATA;
  if (a.kind === 'series' && b.kind === 'series') {
    const others = new Map(b.points);
    const shared = a.points.filter(([timeMs]) => others.has(timeMs));
    return {
      kind: 'series',
      labels,
      points: shared.map(([timeMs, x]) => [timeMs, combine(x, others.get(timeMs) ?? null)]),
    };
  }
  if (a.kind === 'series') {
    const y = b.kind === 'series' ? null : b.value;
    return { kind: 'series', labels, points: a.points.map(([timeMs, x]) => [timeMs, combine(x, y)]) };
  }
  if (b.kind === 'series') {
    return { kind: 'series', labels, points: b.points.map(([timeMs, y]) => [timeMs, combine(a.value, y)]) };
  }
  const value = combine(a.value, b.value);
  return a.kind === 'scalar' && b.kind === 'scalar' ? { kind: 'scalar', value } : { kind: 'number', labels, value };
}
