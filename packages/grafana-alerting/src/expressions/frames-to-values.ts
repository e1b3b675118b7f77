import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import type { DataSourceType, Field, Frame } from '../data-source';
import { NO_DATA, type ExpressionValue, type NumberValue, type SeriesValue } from './expression-value';

type NumberField = Extract<Field, { readonly type: 'number' }>;
type TimeField = Extract<Field, { readonly type: 'time' }>;

/**
 * What the frames of a data source mean to expressions: numbers or series. Throws a QueryError for a shape that Grafana
 * cannot read; such an error is not worth a second attempt.
 */
export function framesToValues(frames: readonly Frame[], type: DataSourceType): readonly ExpressionValue[] {
  const [first] = frames;
  if (first === undefined) return [];
  if (first.kind === 'numeric') return frames.flatMap(numericValues);
  if (type === 'prometheus' && first.resultType === 'vector') return frames.flatMap(instantNumber);
  if (frames.length === 1) {
    if (first.fields.length === 0) return [NO_DATA];
    if (isNumberTable(first)) return tableNumbers(first);
  }
  return frames.filter((frame) => type !== 'influxdb' || shapeOf(frame) !== 'not').flatMap(wideSeries);
}

/** One sample of an instant vector; a frame of another form is passed over. */
function instantNumber(frame: Frame): readonly NumberValue[] {
  const [number] = numberFields(frame);
  if (frame.fields.length !== 2 || number?.values.length !== 1) return [];
  const name = frame.name ?? number.name;
  return [{ kind: 'number', labels: labelsOfField(number), value: number.values[0] ?? NaN, name }];
}

/** Data-plane metadata say what the numbers are: each value of each number field, whatever time stands beside it. */
function numericValues(frame: Frame): readonly NumberValue[] {
  return numberFields(frame).flatMap((field) => {
    const labels = labelsOfField(field);
    return field.values.map((value) => ({ kind: 'number' as const, labels, value, name: frame.name ?? field.name }));
  });
}

/** Exactly one numeric column, all others text. */
function isNumberTable(frame: Frame): boolean {
  const count = numberFields(frame).length;
  return count === 1 && frame.fields.every(({ type }) => type === 'number' || type === 'string');
}

function tableNumbers(frame: Frame): readonly NumberValue[] {
  const number = numberFields(frame)[0];
  const texts = frame.fields.filter((field) => field.type === 'string');
  return (number?.values ?? []).map((value, row) => ({
    kind: 'number',
    labels: Labels.of(Object.fromEntries(texts.map((field) => [field.name, field.values[row] ?? '']))),
    value: value ?? NaN,
    name: frame.name ?? number?.name ?? '',
  }));
}

/** One time field and numeric fields: a series for each of these. */
function wideSeries(frame: Frame): readonly SeriesValue[] {
  const shape = shapeOf(frame);
  const times = frame.fields.filter((field): field is TimeField => field.type === 'time');
  const [time] = times;
  if (shape !== 'wide' || time === undefined) {
    throw new QueryError('execution', `input data must be a wide series but got type ${shape} (input refid)`);
  }
  if (times.length > 1) {
    throw new QueryError('execution', `no float64 value column found in frame ${frame.name ?? ''}`);
  }
  if (time.values.includes(null)) {
    throw new QueryError('execution', 'time series with null time stamps are not supported');
  }
  return numberFields(frame).map((field) => ({
    kind: 'series',
    labels: labelsOfField(field),
    points: time.values.map((timeMs, row) => [timeMs ?? 0, field.values[row] ?? null]),
    name: frame.name ?? field.name,
  }));
}

/** Grafana's names for the forms of a frame with a time column; `not` is everything else. */
function shapeOf({ fields }: Frame): 'wide' | 'long' | 'not' {
  const has = (type: Field['type']): boolean => fields.some((field) => field.type === type);
  if (!has('time') || !has('number')) return 'not';
  return has('string') || has('boolean') ? 'long' : 'wide';
}

const labelSets = new WeakMap<object, Labels>();

/** A record of labels that a data source answers again, as the embedded stores do, is the label set it was before. */
function labelsOfField({ labels }: NumberField): Labels {
  if (labels === undefined) return Labels.EMPTY;
  let set = labelSets.get(labels);
  if (set === undefined) labelSets.set(labels, (set = Labels.of(labels)));
  return set;
}

function numberFields(frame: Frame): readonly NumberField[] {
  return frame.fields.filter((field): field is NumberField => field.type === 'number');
}
