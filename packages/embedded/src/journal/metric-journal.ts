import type { Labels, MetricStore, SeriesHandle } from '@firedrill/timeseries';
import { DEFINE, LabelTable, readDefinition } from './label-table';
import { SegmentFiles } from './segment-files';

export interface MetricJournalOptions {
  readonly folder: string;
  readonly store: MetricStore;
  readonly retentionMs: number;
  /** The most bytes on disk. */
  readonly maxBytes?: number;
  readonly flushMs?: number;
}

/** A metric store that outlives the process: what is appended through it is written to disk, too. */
export interface MetricJournal {
  handle(labels: Labels): SeriesHandle;
  /** Writes out what is pending; done each second anyway. */
  flush(): void;
  close(): void;
  /** Bytes on disk. */
  bytes(): number;
}

const SAMPLES = 1;
const STALE = 2;
const TIME_BYTES = 9;
const SAMPLE_BYTES = 12;
const DEFAULT_MAX_BYTES = 512 * 1024 * 1024;
const DEFAULT_FLUSH_MS = 1000;
/** Samples of one time are written as one record of at most this many. */
const BATCH = 4096;

/** Opens a journal and replays what it holds into the store. */
export function openMetricJournal(options: MetricJournalOptions): MetricJournal {
  const files = new SegmentFiles({ maxBytes: DEFAULT_MAX_BYTES, ...options });
  replay(files, options.store);
  const batch = new SampleBatch(files);
  const timer = setInterval(() => batch.flush(), options.flushMs ?? DEFAULT_FLUSH_MS);
  timer.unref();
  return {
    handle(labels) {
      const handle = options.store.handle(labels);
      return {
        labels,
        append(timestampMs, value) {
          const isTaken = handle.append(timestampMs, value);
          if (isTaken) batch.add(labels, SAMPLES, timestampMs, value);
          return isTaken;
        },
        appendStale(timestampMs) {
          const isTaken = handle.appendStale(timestampMs);
          if (isTaken) batch.add(labels, STALE, timestampMs, 0);
          return isTaken;
        },
      };
    },
    flush: () => batch.flush(),
    close() {
      clearInterval(timer);
      batch.flush();
      files.close();
    },
    bytes: () => files.bytes,
  };
}

function replay(files: SegmentFiles, store: MetricStore): void {
  let handles: SeriesHandle[] = [];
  const newSegment = (): void => {
    handles = [];
  };
  files.replay(newSegment, (payload) => {
    if (payload[0] === DEFINE) {
      handles.push(store.handle(readDefinition(payload)));
      return undefined;
    }
    const timestampMs = payload.readDoubleLE(1);
    for (let at = TIME_BYTES; at + SAMPLE_BYTES <= payload.length; at += SAMPLE_BYTES) {
      const handle = handles[payload.readUInt32LE(at)];
      if (payload[0] === STALE) handle?.appendStale(timestampMs);
      else handle?.append(timestampMs, payload.readDoubleLE(at + 4));
    }
    return timestampMs;
  });
}

/** Gathers samples of one time and kind into a record. */
class SampleBatch {
  readonly #files: SegmentFiles;
  readonly #table = new LabelTable();
  readonly #bytes = Buffer.allocUnsafe(TIME_BYTES + BATCH * SAMPLE_BYTES);
  #end = 0;
  #kind = SAMPLES;
  #timestampMs = 0;

  constructor(files: SegmentFiles) {
    this.#files = files;
  }

  add(labels: Labels, kind: number, timestampMs: number, value: number): void {
    const isOther = kind !== this.#kind || timestampMs !== this.#timestampMs;
    if (this.#end > 0 && (isOther || this.#end === this.#bytes.length)) this.#seal();
    const number = this.#table.numberOf(labels, this.#files);
    if (this.#end === 0) {
      this.#kind = this.#bytes[0] = kind;
      this.#timestampMs = timestampMs;
      this.#end = this.#bytes.writeDoubleLE(timestampMs, 1);
    }
    this.#end = this.#bytes.writeUInt32LE(number, this.#end);
    this.#end = this.#bytes.writeDoubleLE(value, this.#end);
  }

  flush(): void {
    this.#seal();
    if (this.#files.flush()) this.#table.clear();
  }

  #seal(): void {
    if (this.#end === 0) return;
    this.#files.append(Buffer.from(this.#bytes.subarray(0, this.#end)), this.#timestampMs);
    this.#end = 0;
  }
}
