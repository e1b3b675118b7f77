import type { Labels } from './labels';
import { entryBytes, LogStream, type LogEntry, type LogSlice } from './log-stream';
import type { Matcher } from './matcher';

export interface LogStoreOptions {
  /** Entries older than this before the newest one go; without it age drops nothing. */
  readonly retentionMs?: number;
  /** Counted bytes (text, metadata and 48 bytes an entry) above which the oldest entries go. */
  readonly maxBytes?: number;
}

export interface PushResult {
  readonly accepted: number;
  readonly duplicates: number;
}

/** Counters since the store was made, and what it holds now. */
export interface LogStoreStats {
  readonly streams: number;
  readonly entries: number;
  readonly bytes: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly droppedByAge: number;
  readonly droppedBySize: number;
  readonly oldestNs: bigint | undefined;
  readonly newestNs: bigint | undefined;
}

/** Nanoseconds of Unix time, from included, to excluded. */
export interface TimeRange {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** Log streams in memory, bounded by age and by size: when it is full the oldest entry of all streams goes first. */
export class LogStore {
  readonly #retentionNs: bigint | undefined;
  readonly #maxBytes: number;
  readonly #streams = new Map<string, LogStream>();
  #revisions = 0;
  #bytes = 0;
  #entries = 0;
  #accepted = 0;
  #duplicates = 0;
  #droppedByAge = 0;
  #droppedBySize = 0;
  #newestNs: bigint | undefined;

  constructor({ retentionMs, maxBytes = Infinity }: LogStoreOptions = {}) {
    this.#retentionNs = retentionMs === undefined ? undefined : BigInt(retentionMs) * 1_000_000n;
    this.#maxBytes = maxBytes;
  }

  /** Adds entries to one stream. A line that the stream has at the same time is a duplicate and is not stored again. */
  push(streamLabels: Labels, entries: readonly LogEntry[]): PushResult {
    let accepted = 0;
    const stream = this.#stream(streamLabels);
    for (const entry of entries) {
      if (!stream.add(entry)) continue;
      accepted += 1;
      this.#bytes += entryBytes(entry.line, entry.metadata);
      if (this.#newestNs === undefined || entry.timestampNs > this.#newestNs) this.#newestNs = entry.timestampNs;
    }
    const duplicates = entries.length - accepted;
    this.#entries += accepted;
    this.#accepted += accepted;
    this.#duplicates += duplicates;
    this.#enforceRetention();
    return { accepted, duplicates };
  }

  /** The slices of the streams that every matcher accepts; streams without an entry in the range are left out. */
  select(matchers: readonly Matcher[], range: TimeRange): LogSlice[] {
    return this.#matching(matchers)
      .map((stream) => stream.slice(range.fromNs, range.toNs))
      .filter(({ length }) => length > 0);
  }

  /** The label sets of the streams with an entry in the range, sorted. */
  series(matchers: readonly Matcher[], range: TimeRange): Labels[] {
    return this.select(matchers, range)
      .map(({ labels }) => labels)
      .sort((left, right) => left.compare(right));
  }

  labelNames(matchers: readonly Matcher[], range: TimeRange): string[] {
    return [...new Set(this.series(matchers, range).flatMap(({ names }) => names))].sort();
  }

  labelValues(name: string, matchers: readonly Matcher[], range: TimeRange): string[] {
    const having = this.series(matchers, range).filter((labels) => labels.has(name));
    return [...new Set(having.map((labels) => labels.get(name)))].sort();
  }

  stats(): LogStoreStats {
    return {
      streams: this.#streams.size,
      entries: this.#entries,
      bytes: this.#bytes,
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      droppedByAge: this.#droppedByAge,
      droppedBySize: this.#droppedBySize,
      oldestNs: this.#oldest()?.oldestNs,
      newestNs: this.#newestNs,
    };
  }

  #stream(labels: Labels): LogStream {
    let stream = this.#streams.get(labels.key);
    if (stream === undefined) this.#streams.set(labels.key, (stream = new LogStream(labels, () => ++this.#revisions)));
    return stream;
  }

  #matching(matchers: readonly Matcher[]): LogStream[] {
    return [...this.#streams.values()].filter(({ labels }) =>
      matchers.every((matcher) => matcher.matches(labels.get(matcher.name))),
    );
  }

  #enforceRetention(): void {
    if (this.#retentionNs !== undefined && this.#newestNs !== undefined) {
      const limit = this.#newestNs - this.#retentionNs;
      for (const stream of this.#streams.values()) {
        while ((stream.oldestNs ?? limit) < limit) {
          this.#dropOldestOf(stream);
          this.#droppedByAge += 1;
        }
      }
    }
    while (this.#bytes > this.#maxBytes) {
      const stream = this.#oldest();
      if (stream === undefined) return;
      this.#dropOldestOf(stream);
      this.#droppedBySize += 1;
    }
  }

  #dropOldestOf(stream: LogStream): void {
    this.#bytes -= stream.dropOldest();
    this.#entries -= 1;
    if (stream.length === 0) this.#streams.delete(stream.labels.key);
  }

  #oldest(): LogStream | undefined {
    let oldest: LogStream | undefined;
    for (const stream of this.#streams.values()) {
      const time = stream.oldestNs;
      if (time !== undefined && (oldest?.oldestNs === undefined || time < oldest.oldestNs)) oldest = stream;
    }
    return oldest;
  }
}
