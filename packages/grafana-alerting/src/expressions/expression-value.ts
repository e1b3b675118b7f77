import { Labels } from '@firedrill/timeseries';

/** A sample of a series; null is a gap that the query answered. */
export type Point = readonly [timeMs: number, value: number | null];

/** A value that a classic condition found, numbered through over its conditions. */
export interface ClassicMatch {
  readonly metric: string;
  readonly labels: Labels;
  readonly value: number | null;
}

export interface NumberValue {
  readonly kind: 'number';
  readonly labels: Labels;
  readonly value: number | null;
  /** The metric's name as classic conditions report it. */
  readonly name?: string;
  /** Only on the result of a classic condition. */
  readonly matches?: readonly ClassicMatch[];
}

export interface SeriesValue {
  readonly kind: 'series';
  readonly labels: Labels;
  readonly points: readonly Point[];
  readonly name?: string;
}

/** What a node of a rule evaluates to, one per label set. Scalars come from math alone. */
export type ExpressionValue =
  NumberValue | SeriesValue | { readonly kind: 'scalar'; readonly value: number | null } | { readonly kind: 'noData' };

export const NO_DATA: ExpressionValue = { kind: 'noData' };

export function labelsOf(value: ExpressionValue): Labels {
  return value.kind === 'number' || value.kind === 'series' ? value.labels : Labels.EMPTY;
}

/** Grafana's name of the kind, as its error texts give it. */
export const KIND_NAMES: Readonly<Record<ExpressionValue['kind'], string>> = {
  number: 'numberSet',
  series: 'seriesSet',
  scalar: 'scalar',
  noData: 'noData',
};

/** Whether all labels of the part are in the whole with the same values. */
export function containsLabels(whole: Labels, part: Labels): boolean {
  for (const [name, value] of part) if (!whole.has(name) || whole.get(name) !== value) return false;
  return true;
}

/** Applies a function to every number of a value; the labels stay. */
export function mapNumbers(value: ExpressionValue, apply: (number: number | null) => number | null): ExpressionValue {
  switch (value.kind) {
    case 'noData':
      return value;
    case 'scalar':
      return { kind: 'scalar', value: apply(value.value) };
    case 'number':
      return { kind: 'number', labels: value.labels, value: apply(value.value) };
    case 'series':
      return { ...value, points: value.points.map(([timeMs, point]) => [timeMs, apply(point)]) };
  }
}
