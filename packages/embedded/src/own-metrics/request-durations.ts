import type { RequestHandler } from 'express';
import type { MetricFamily, MetricSample } from './metrics-text';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Durations {
  readonly labels: Readonly<Record<string, string>>;
  readonly buckets: number[];
  sum: number;
  count: number;
}

/** Counts the requests of an API and how long they took. */
export class RequestDurations {
  readonly #byLabels = new Map<string, Durations>();
  readonly #labelsOf: (request: { method: string; path: string; status: number }) => Readonly<Record<string, string>>;

  constructor(
    labelsOf: (request: { method: string; path: string; status: number }) => Readonly<Record<string, string>>,
  ) {
    this.#labelsOf = labelsOf;
  }

  readonly measure: RequestHandler = (request, response, next) => {
    const started = performance.now();
    response.once('finish', () => {
      const route = request.route as { readonly path?: unknown } | undefined;
      const path = typeof route?.path === 'string' ? route.path : 'unknown';
      const labels = this.#labelsOf({ method: request.method, path, status: response.statusCode });
      this.#observe(labels, (performance.now() - started) / 1000);
    });
    next();
  };

  family(name: string, help: string): MetricFamily {
    return { name, help, type: 'histogram', samples: [...this.#byLabels.values()].flatMap(samplesOf) };
  }

  /** How many requests there were, by the same labels. */
  counts(): readonly MetricSample[] {
    return [...this.#byLabels.values()].map(({ labels, count }) => ({ labels, value: count }));
  }

  #observe(labels: Readonly<Record<string, string>>, seconds: number): void {
    const key = JSON.stringify(labels);
    let durations = this.#byLabels.get(key);
    if (durations === undefined) {
      durations = { labels, buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
      this.#byLabels.set(key, durations);
    }
    durations.sum += seconds;
    durations.count += 1;
    const first = BUCKETS.findIndex((bound) => seconds <= bound);
    if (first >= 0) durations.buckets[first] = (durations.buckets[first] ?? 0) + 1;
  }
}

function samplesOf({ labels, buckets, sum, count }: Durations): readonly MetricSample[] {
  let total = 0;
  const cumulated = buckets.map((inBucket, index) => ({
    suffix: '_bucket',
    labels: { ...labels, le: String(BUCKETS[index]) },
    value: (total += inBucket),
  }));
  return [
    ...cumulated,
    { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: count },
  ];
}
