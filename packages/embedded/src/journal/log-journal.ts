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
    const entries = decodeEntries(payload);
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
  const parts = entries.map(({ line, metadata }) => ({
    line: Buffer.from(line),
    metadata: Buffer.from(metadata === undefined ? '' : JSON.stringify(metadata.toObject())),
  }));
  const bytes = Buffer.allocUnsafe(
    parts.reduce((sum, part) => sum + 16 + part.line.length + part.metadata.length, HEADER_BYTES),
  );
  bytes[0] = ENTRIES;
  let at = bytes.writeUInt32LE(number, 1);
  for (const [index, { line, metadata }] of parts.entries()) {
    at = bytes.writeBigInt64LE(entries[index]?.timestampNs ?? 0n, at);
    at = bytes.writeUInt32LE(line.length, at);
    at += line.copy(bytes, at);
    at = bytes.writeUInt32LE(metadata.length, at);
    at += metadata.copy(bytes, at);
  }
  return bytes;
}

function decodeEntries(payload: Buffer): LogEntry[] {
  const entries: LogEntry[] = [];
  let at = HEADER_BYTES;
  while (at < payload.length) {
    const timestampNs = payload.readBigInt64LE(at);
    const lineEnd = at + 12 + payload.readUInt32LE(at + 8);
    const metadataEnd = lineEnd + 4 + payload.readUInt32LE(lineEnd);
    const line = payload.toString('utf8', at + 12, lineEnd);
    const metadata = payload.toString('utf8', lineEnd + 4, metadataEnd);
    entries.push({
      timestampNs,
      line,
      ...(metadata !== '' && { metadata: Labels.of(JSON.parse(metadata) as Record<string, string>) }),
    });
    at = metadataEnd;
  }
  return entries;
}
