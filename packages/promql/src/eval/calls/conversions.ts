import { selectExtreme } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import { unwrapParens } from '../../syntax/ast';
import { evaluateSelector } from '../selectors';
import type { Sample } from '../sample';
import type { Call, Implementation } from './call';

export const pi: Implementation = () => Math.PI;

export const time: Implementation = (call) => call.timeMs / 1000;

export const vector: Implementation = (call) => [{ labels: Labels.EMPTY, value: call.scalar(0), dropName: false }];

/** The one element's value, NaN when there is not exactly one. */
export const scalar: Implementation = (call) => {
  const [first, second] = call.vector(0);
  return first === undefined || second !== undefined ? NaN : first.value;
};

/** A bare selector's samples have times of their own; anything else is as old as the evaluation. */
export const timestamp: Implementation = (call) => {
  const { evaluation, timeMs } = call;
  const selector = unwrapParens(call.arg(0));
  const samples =
    selector.kind === 'vectorSelector'
      ? evaluateSelector(selector, evaluation, timeMs)
      : call.vector(0).map((sample) => ({ ...sample, timestampMs: timeMs }));
  const result = samples.map(({ labels, timestampMs }) => evaluation.unnamed(labels, timestampMs / 1000));
  return evaluation.distinct(result, samples, selector);
};

export const sort: Implementation = (call) => sorted(call, false);

export const sortDesc: Implementation = (call) => sorted(call, true);

function sorted(call: Call, largestFirst: boolean): Sample[] {
  const { evaluation, expr } = call;
  const { startMs, endMs } = evaluation.plan.grid;
  if (startMs !== endMs) {
    evaluation.annotations.warn(
      'sort is ineffective for range queries since results are always ordered by labels',
      expr.span,
    );
  }
  const samples = call.vector(0);
  return selectExtreme(samples, samples.length, largestFirst);
}
