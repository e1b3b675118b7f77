import type { Labels, SeriesHandle } from '@firedrill/timeseries';

interface StoredSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly timestampMs: number;
}

/** Keeps every sample in the order it came, whatever its time, as a head with a wide out-of-order window does. */
export class CollectingStore {
  readonly samples: StoredSample[] = [];
  readonly #times = new Set<string>();

  handle(labels: Labels): SeriesHandle {
    return {
      labels,
      append: (timestampMs, value) => {
        const key = `${labels.key} ${timestampMs}`;
        if (this.#times.has(key)) return false;
        this.#times.add(key);
        this.samples.push({ labels: labels.toObject(), value, timestampMs });
        return true;
      },
      appendStale: () => true,
    };
  }
}
