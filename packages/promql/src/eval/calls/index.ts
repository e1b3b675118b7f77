import { isFunctionName, type FunctionName } from '../../check/functions';
import type { CallExpr } from '../../syntax/ast';
import type { Evaluation } from '../evaluation';
import type { Value } from '../sample';
import * as absence from './absence';
import { Call, type Implementation } from './call';
import * as conversions from './conversions';
import * as dates from './dates';
import * as histograms from './histograms';
import * as labels from './labels';
import * as math from './math';
import * as overTime from './over-time';
import * as rates from './rates';
import * as regression from './regression';

export function evaluateCall(expr: CallExpr, evaluation: Evaluation, timeMs: number): Value {
  if (!isFunctionName(expr.name)) throw new Error(`invariant: the check let ${expr.name} pass`);
  return IMPLEMENTATIONS[expr.name](new Call(expr, evaluation, timeMs));
}

const IMPLEMENTATIONS: Readonly<Record<FunctionName, Implementation>> = {
  abs: math.abs,
  absent: absence.absent,
  absent_over_time: absence.absentOverTime,
  acos: math.acos,
  acosh: math.acosh,
  asin: math.asin,
  asinh: math.asinh,
  atan: math.atan,
  atanh: math.atanh,
  avg_over_time: overTime.avgOverTime,
  ceil: math.ceil,
  changes: rates.changes,
  clamp: math.clamp,
  clamp_max: math.clampMax,
  clamp_min: math.clampMin,
  cos: math.cos,
  cosh: math.cosh,
  count_over_time: overTime.countOverTime,
  day_of_month: dates.dayOfMonth,
  day_of_week: dates.dayOfWeek,
  day_of_year: dates.dayOfYear,
  days_in_month: dates.daysInMonth,
  deg: math.deg,
  delta: rates.delta,
  deriv: regression.deriv,
  exp: math.exp,
  first_over_time: overTime.firstOverTime,
  floor: math.floor,
  histogram_fraction: histograms.histogramFraction,
  histogram_quantile: histograms.histogramQuantile,
  hour: dates.hour,
  idelta: rates.idelta,
  increase: rates.increase,
  irate: rates.irate,
  label_join: labels.labelJoin,
  label_replace: labels.labelReplace,
  last_over_time: overTime.lastOverTime,
  ln: math.ln,
  log10: math.log10,
  log2: math.log2,
  max_over_time: overTime.maxOverTime,
  min_over_time: overTime.minOverTime,
  minute: dates.minute,
  month: dates.month,
  pi: conversions.pi,
  predict_linear: regression.predictLinear,
  present_over_time: overTime.presentOverTime,
  quantile_over_time: overTime.quantileOverTime,
  rad: math.rad,
  rate: rates.rate,
  resets: rates.resets,
  round: math.round,
  scalar: conversions.scalar,
  sgn: math.sgn,
  sin: math.sin,
  sinh: math.sinh,
  sort: conversions.sort,
  sort_desc: conversions.sortDesc,
  sqrt: math.sqrt,
  stddev_over_time: overTime.stddevOverTime,
  stdvar_over_time: overTime.stdvarOverTime,
  sum_over_time: overTime.sumOverTime,
  tan: math.tan,
  tanh: math.tanh,
  time: conversions.time,
  timestamp: conversions.timestamp,
  vector: conversions.vector,
  year: dates.year,
};
