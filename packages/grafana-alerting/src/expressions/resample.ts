import { QueryError } from '@firedrill/query-core';
import { parseGoDuration } from './go-duration';
import { KIND_NAMES, type ExpressionValue, type Point } from './expression-value';
import { readReference, type EvaluationContext, type ExpressionNode, type NodeSource } from './node';
import { isReducer, reduceStrictly } from './reducers';

type Nullable = number | null;

interface Resampling {
  readonly windowMs: number;
  readonly downsample: (values: readonly Nullable[]) => Nullable;
  readonly upsample: (before: Nullable, after: Nullable) => Nullable;
}

const UPSAMPLERS: Readonly<Record<string, Resampling['upsample']>> = {
  pad: (before) => before,
  backfilling: (_before, after) => after,
  fillna: () => null,
};

const DOWNSAMPLERS: readonly string[] = ['sum', 'mean', 'min', 'max', 'last'];

/** Reads a resample node: series with one point per window over the node's own time range. */
export function parseResample(source: NodeSource): ExpressionNode {
  const { model, refId, fromSeconds, toSeconds } = source;
  const input = readReference(source, 'to resample');
  const windowText = readText(model, 'window');
  const windowMs = parseGoDuration(windowText);
  if (windowMs === undefined) {
    throw new QueryError('check', `failed to parse resample "window" duration field "${windowText}": invalid duration`);
  }
  const resampling: Resampling = {
    windowMs,
    downsample: downsampler(readText(model, 'downsampler')),
    upsample: upsampler(readText(model, 'upsampler')),
  };
  return {
    refId,
    inputs: [input],
    evaluate: (inputs, { nowMs }: EvaluationContext) =>
      (inputs.get(input) ?? []).map((value) =>
        resampleValue(value, resampling, nowMs - fromSeconds * 1000, nowMs - toSeconds * 1000),
      ),
  };
}

function readText(model: NodeSource['model'], key: string): string {
  const value = model[key];
  if (typeof value === 'string') return value;
  if (value === undefined) throw new QueryError('check', `no ${key} specified in resample command`);
  throw new QueryError('check', `resample ${key} is expected to be a string, got ${typeof value}`);
}

/** Samplers are looked up when a window needs one: a wrong name does no harm until then. */
function downsampler(name: string): Resampling['downsample'] {
  return (values) => {
    if (!DOWNSAMPLERS.includes(name) || !isReducer(name)) {
      throw new QueryError('execution', `downsampling ${name} not implemented`);
    }
    return reduceStrictly(name, values);
  };
}

function upsampler(name: string): Resampling['upsample'] {
  return (before, after) => {
    const upsample = UPSAMPLERS[name];
    if (upsample === undefined) throw new QueryError('execution', `upsampling ${name} not implemented`);
    return upsample(before, after);
  };
}

function resampleValue(value: ExpressionValue, resampling: Resampling, fromMs: number, toMs: number): ExpressionValue {
  if (value.kind === 'noData') return value;
  if (value.kind !== 'series') {
    throw new QueryError('execution', `can only resample type series, got type ${KIND_NAMES[value.kind]}`);
  }
  if (resampling.windowMs <= 0 || toMs - fromMs < resampling.windowMs) {
    throw new QueryError(
      'execution',
      'the series cannot be sampled further; the time range is shorter than the interval',
    );
  }
  return { ...value, points: resamplePoints(value.points, resampling, fromMs, toMs) };
}

/** Each output time takes the input points up to it that no earlier one took. */
function resamplePoints(
  points: readonly Point[],
  resampling: Resampling,
  fromMs: number,
  toMs: number,
): readonly Point[] {
  const output: Point[] = [];
  let next = 0;
  let last: Nullable = null;
  for (let timeMs = fromMs; timeMs <= toMs; timeMs += resampling.windowMs) {
    const taken: Nullable[] = [];
    for (let point = points[next]; point !== undefined && point[0] <= timeMs; point = points[next]) {
      taken.push(point[1]);
      next += 1;
    }
    last = taken.at(-1) ?? (taken.length > 0 ? null : last);
    output.push([timeMs, sample(taken, last, points[next]?.[1] ?? null, resampling)]);
  }
  return output;
}

function sample(taken: readonly Nullable[], before: Nullable, after: Nullable, resampling: Resampling): Nullable {
  if (taken.length === 0) return resampling.upsample(before, after);
  return taken.length === 1 ? (taken[0] ?? null) : resampling.downsample(taken);
}
