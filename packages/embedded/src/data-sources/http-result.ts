import { Labels } from '@firedrill/timeseries';
import { z } from 'zod';
import type { MetricValue } from './result-frames';

const sample = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());
const body = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: sample })) }),
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(z.object({ metric: labels, values: z.array(sample) })),
    }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
    z.object({ resultType: z.literal('string'), result: sample }),
    z.object({
      resultType: z.literal('streams'),
      result: z.array(
        z.object({ stream: labels, values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())) }),
      ),
    }),
  ]),
});

/** What Prometheus and Loki answer over HTTP. */
export type HttpValue =
  | MetricValue
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'streams'; readonly streams: readonly { readonly entries: readonly Entry[] }[] };

interface Entry {
  readonly timestampNs: bigint;
  readonly line: string;
}

/** Reads the body of a query's answer; throws an Error when it is of another shape. */
export function readHttpResult(answer: unknown): HttpValue {
  const parsed = body.safeParse(answer);
  if (!parsed.success) throw new Error('the answer is not one of a query: expected data.resultType and data.result');
  const { data } = parsed.data;
  switch (data.resultType) {
    case 'vector':
      return {
        type: 'vector',
        samples: data.result.map(({ metric, value }) => ({ labels: Labels.of(metric), ...readSample(value) })),
      };
    case 'matrix':
      return {
        type: 'matrix',
        series: data.result.map(({ metric, values }) => ({
          labels: Labels.of(metric),
          points: values.map(readSample),
        })),
      };
    case 'scalar':
      return { type: 'scalar', ...readSample(data.result) };
    case 'string':
      return { type: 'string', value: data.result[1] };
    case 'streams':
      return {
        type: 'streams',
        streams: data.result.map(({ values }) => ({
          entries: values.map(([timestamp, line]) => ({ timestampNs: BigInt(timestamp), line })),
        })),
      };
  }
}

function readSample([seconds, text]: readonly [number, string]): { timestampMs: number; value: number } {
  return { timestampMs: Math.round(seconds * 1000), value: Number(text.replace('Inf', 'Infinity')) };
}
