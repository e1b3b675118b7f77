import type { Labels } from '@firedrill/timeseries';
import type { Sample } from '../sample';
import { bucketFraction, bucketQuantile, type Bucket } from './buckets';
import type { Call, Implementation } from './call';

export const histogramQuantile: Implementation = (call) => {
  const q = call.scalar(0);
  const { annotations } = call.evaluation;
  if (!(q >= 0 && q <= 1)) annotations.warnQuantile(q, call.arg(0).span);
  return perHistogram(call, 1, (buckets, labels) =>
    bucketQuantile(q, buckets, (repair) =>
      annotations.repaired(repair, nameForRemarks(call, labels), call.timeMs, call.arg(1).span),
    ),
  );
};

export const histogramFraction: Implementation = (call) => {
  const [lower, upper] = [call.scalar(0), call.scalar(1)];
  return perHistogram(call, 2, (buckets) => bucketFraction(lower, upper, buckets));
};

interface Histogram {
  readonly labels: Labels;
  readonly buckets: Bucket[];
}

/** Puts the buckets of one histogram together: series that are equal but for `le` and the name. */
function perHistogram(
  call: Call,
  index: number,
  compute: (buckets: readonly Bucket[], labels: Labels) => number,
): readonly Sample[] {
  const samples = call.vector(index);
  const histograms = new Map<string, Histogram>();
  for (const { labels, value } of samples) {
    const upperBound = parseBound(labels.get('le'));
    if (upperBound === undefined) {
      warnAboutBound(call, index, labels);
      continue;
    }
    const rest = labels.derive(WITHOUT_BOUND, (set) => set.drop(['le']));
    const { key } = call.evaluation.unnamed(rest, 0).labels;
    let histogram = histograms.get(key);
    if (histogram === undefined) histograms.set(key, (histogram = { labels: rest, buckets: [] }));
    histogram.buckets.push({ upperBound, count: value });
  }
  return [...histograms.values()].map(({ labels, buckets }) =>
    call.evaluation.unnamed(labels, compute(buckets, labels)),
  );
}

const WITHOUT_BOUND = {};

function warnAboutBound(call: Call, index: number, labels: Labels): void {
  const name = nameForRemarks(call, labels);
  const subject = name === '' ? '' : ` for metric name ${JSON.stringify(name)}`;
  const message = `bucket label "le" is missing or has a malformed value of ${JSON.stringify(labels.get('le'))}${subject}`;
  call.evaluation.annotations.warn(message, call.arg(index).span);
}

/** Prometheus names the metric only while names are still there: with delayed name removal. */
function nameForRemarks(call: Call, labels: Labels): string {
  return call.evaluation.settings.delayedNameRemoval ? labels.get('__name__') : '';
}

const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/** The number in an `le` label, as Go reads floats; undefined when it is none. */
function parseBound(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  return infinite === null ? undefined : infinite[1] === '-' ? -Infinity : Infinity;
}
