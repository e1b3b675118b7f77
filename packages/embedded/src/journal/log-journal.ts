import { Labels, type LogEntry, type LogStore, type PushResult } from '@firedrill/timeseries';
import { DEFINE, LabelTable, readDefinition } from './label-table';
import { SegmentFiles } from './segment-files';

export interface LogJournalOptions {
  readonly folder: string;
  readonly store: LogStore;
  readonly retentionMs: number;
  /** The most bytes on disk. */
  readonly maxBytes?: number;
  readonly flushMs?: number;
}

/** A log store that outlives the process: what is pushed through it is written to disk, too. */
export interface LogJournal {
  push(streamLabels: Labels, entries: readonly LogEntry[]): PushResult;
  /** Writes out what is pending; done each second anyway. */
  flush(): void;
  close(): void;
  /** Bytes on disk. */
  bytes(): number;
}

const ENTRIES = 1;
const HEADER_BYTES = 5;
const DEFAULT_MAX_BYTES = 512 * 1024 * 1024;
const DEFAULT_FLUSH_MS = 1000;
const NS_PER_MS = 1_000_000n;

/** Opens a journal and replays what it holds into the store. */
export function openLogJournal(options: LogJournalOptions): LogJournal {
  const files = new SegmentFiles({ maxBytes: DEFAULT_MAX_BYTES, ...options });
  const table = new LabelTable();
  replay(files, options.store);
  const flush = (): void => {
    if (files.flush()) table.clear();
  };
  const timer = setInterval(flush, options.flushMs ?? DEFAULT_FLUSH_MS);
  timer.unref();
  return {
    push(streamLabels, entries) {
      const result = options.store.push(streamLabels, entries);
      if (result.accepted === 0) return result;
      const number = table.numberOf(streamLabels, files);
      files.append(encodeEntries(number, entries), newestMs(entries));
      return result;
    },
    flush,
    close() {
      clearInterval(timer);
      files.close();
    },
    bytes: () => files.bytes,
  };
}

function replay(files: SegmentFiles, store: LogStore): void {
  const decoder = new EntryDecoder();
  let streams: Labels[] = [];
  const newSegment = (): void => {
    streams = [];
  };
  files.replay(newSegment, (payload) => {
    if (payload[0] === DEFINE) {
      streams.push(readDefinition(payload));
      return undefined;
    }
    const labels = streams[payload.readUInt32LE(1)];
    const entries = decoder.decode(payload);
    if (labels !== undefined) store.push(labels, entries);
    return newestMs(entries);
  });
}

function newestMs(entries: readonly LogEntry[]): number {
  let newest = 0n;
  for (const { timestampNs } of entries) if (timestampNs > newest) newest = timestampNs;
  return Number(newest / NS_PER_MS);
}

/** Stream number, then for each entry: time, length and text of the line, length and JSON of the metadata. */
function encodeEntries(number: number, entries: readonly LogEntry[]): Buffer {
  const metadata = entries.map((entry) => (entry.metadata === undefined ? '' : metadataText(entry.metadata)));
  const most = entries.reduce(
    (sum, { line }, index) => sum + FIXED_BYTES + BYTES_PER_UNIT * (line.length + (metadata[index]?.length ?? 0)),
    HEADER_BYTES,
  );
  const bytes = Buffer.allocUnsafe(most);
  bytes[0] = ENTRIES;
  let at = bytes.writeUInt32LE(number, 1);
  for (const [index, { timestampNs, line }] of entries.entries()) {
    at = bytes.writeBigInt64LE(timestampNs, at);
    at = writeText(bytes, line, at);
    at = writeText(bytes, metadata[index] ?? '', at);
  }
  // The record waits for the next flush: the part that was allocated for the worst case must not wait with it.
  return Buffer.from(bytes.subarray(0, at));
}

/** UTF-8 takes at most this many bytes for a unit of a text. */
const BYTES_PER_UNIT = 3;
const FIXED_BYTES = 16;

function writeText(bytes: Buffer, text: string, at: number): number {
  const length = bytes.write(text, at + 4);
  bytes.writeUInt32LE(length, at);
  return at + 4 + length;
}

/** Most entries share their metadata with many others. */
const METADATA_TEXTS = new WeakMap<Labels, string>();

function metadataText(metadata: Labels): string {
  let text = METADATA_TEXTS.get(metadata);
  if (text === undefined) METADATA_TEXTS.set(metadata, (text = JSON.stringify(metadata.toObject())));
  return text;
}

const REMEMBERED = 1000;

/** Decodes records; entries with the same metadata share one label set. */
class EntryDecoder {
  readonly #metadata = new Map<string, Labels>();

  decode(payload: Buffer): LogEntry[] {
    const entries: LogEntry[] = [];
    let at = HEADER_BYTES;
    while (at < payload.length) {
      const timestampNs = payload.readBigInt64LE(at);
      const lineEnd = at + 12 + payload.readUInt32LE(at + 8);
      const metadataEnd = lineEnd + 4 + payload.readUInt32LE(lineEnd);
      const line = payload.toString('utf8', at + 12, lineEnd);
      const text = payload.toString('utf8', lineEnd + 4, metadataEnd);
      if (text === '') entries.push({ timestampNs, line });
      else entries.push({ timestampNs, line, metadata: this.#labels(text) });
      at = metadataEnd;
    }
    return entries;
  }

  #labels(text: string): Labels {
    let labels = this.#metadata.get(text);
    if (labels === undefined) {
      labels = Labels.of(JSON.parse(text) as Record<string, string>);
      if (this.#metadata.size < REMEMBERED) this.#metadata.set(text, labels);
    }
    return labels;
  }
}
