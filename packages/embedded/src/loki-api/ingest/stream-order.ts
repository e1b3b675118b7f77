import type { Labels, LogEntry } from '@firedrill/timeseries';

/** Half of Loki's max_chunk_age: how far behind the newest entry of its stream an entry may lie. */
const WINDOW_NS = 3_600_000_000_000n;

/** Knows the newest entry of each stream that was pushed, to refuse what lies too far behind it, as Loki does. */
export class StreamOrder {
  readonly #newest = new Map<string, bigint>();

  /** The entries that Loki would take, and why it would not take the others. */
  split(
    labels: Labels,
    entries: readonly LogEntry[],
  ): { readonly taken: readonly LogEntry[]; readonly tooLate: readonly string[] } {
    let newest = this.#newest.get(labels.key);
    const taken: LogEntry[] = [];
    const tooLate: string[] = [];
    for (const entry of entries) {
      if (newest !== undefined && entry.timestampNs < newest - WINDOW_NS) {
        tooLate.push(`entry with timestamp ${entry.timestampNs} ignored: it lies too far behind its stream`);
        continue;
      }
      taken.push(entry);
      if (newest === undefined || entry.timestampNs > newest) newest = entry.timestampNs;
    }
    if (newest !== undefined) this.#newest.set(labels.key, newest);
    return { taken, tooLate };
  }
}
