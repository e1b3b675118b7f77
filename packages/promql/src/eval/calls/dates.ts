import { Labels } from '@firedrill/timeseries';
import { perSample, type Implementation } from './call';

export const minute = ofDate((date) => date.getUTCMinutes());
export const hour = ofDate((date) => date.getUTCHours());
export const dayOfWeek = ofDate((date) => date.getUTCDay());
export const dayOfMonth = ofDate((date) => date.getUTCDate());
export const month = ofDate((date) => date.getUTCMonth() + 1);
export const year = ofDate((date) => date.getUTCFullYear());
export const daysInMonth = ofDate((date) =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
);
export const dayOfYear = ofDate((date) => {
  const newYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - newYear) / 86_400_000) + 1;
});

/** A part of the UTC date of each value, which is in seconds; without an argument, of the evaluation time. */
function ofDate(part: (date: Date) => number): Implementation {
  const compute = (seconds: number): number => part(new Date(Math.trunc(seconds) * 1000));
  const ofSamples = perSample(compute);
  return (call) =>
    call.has(0) ? ofSamples(call) : [call.evaluation.unnamed(Labels.EMPTY, compute(call.timeMs / 1000))];
}
