import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** One file of a journal and the newest time of what it holds (Unix milliseconds). */
interface Segment {
  readonly path: string;
  bytes: number;
  oldestMs: number;
  newestMs: number;
}

export interface SegmentFilesOptions {
  readonly folder: string;
  /** A segment whose newest record is older than this before the newest of all is removed. */
  readonly retentionMs: number;
  /** The most bytes on disk; beyond it the oldest segment goes. */
  readonly maxBytes: number;
}

const SUFFIX = '.journal';
const HEADER_BYTES = 8;
const SEGMENT_BYTES = 8 * 1024 * 1024;
/** A segment covers at most this share of the retention, so that what is too old leaves the disk in time. */
const SEGMENT_SHARE = 8;

/**
 * Append-only files of checksummed records. Each start writes a new file; a record that a crash cut off ends its file's
 * reading and nothing else. Records are kept in memory until `flush`.
 */
export class SegmentFiles {
  readonly #options: SegmentFilesOptions;
  readonly #segments: Segment[];
  #pending: Buffer[] = [];
  #descriptor: number | undefined;
  #next: number;

  constructor(options: SegmentFilesOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true });
    const names = readdirSync(options.folder)
      .filter((name) => name.endsWith(SUFFIX))
      .sort();
    this.#segments = names.map((name) => {
      const path = join(options.folder, name);
      return { path, bytes: statSync(path).size, oldestMs: Infinity, newestMs: -Infinity };
    });
    this.#next = Number.parseInt(names.at(-1) ?? '0', 10) + 1;
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Reads every record of earlier runs in order. `newSegment` is called before each file, `read` for each record and
   * answers the newest time in it, undefined when it has none.
   */
  replay(newSegment: () => void, read: (payload: Buffer) => number | undefined): void {
    for (const segment of this.#segments) {
      newSegment();
      for (const payload of records(readFileSync(segment.path))) touch(segment, read(payload));
    }
    this.#removeOld();
  }

  /** Adds a record; `timeMs` is the newest time in it. */
  append(payload: Buffer, timeMs: number | undefined): void {
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    header.writeUInt32LE(payload.length, 0);
    header.writeUInt32LE(crc32(payload), 4);
    this.#pending.push(header, payload);
    const segment = this.#current();
    segment.bytes += HEADER_BYTES + payload.length;
    touch(segment, timeMs);
  }

  /** Hands what is pending to the system, so that it outlives this process. True when the next record starts a new segment. */
  flush(): boolean {
    if (this.#pending.length === 0) return false;
    const descriptor = this.#descriptor ?? this.#open();
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
    this.#removeOld();
    const { bytes: size, oldestMs, newestMs } = this.#current();
    if (size < SEGMENT_BYTES && newestMs - oldestMs < this.#options.retentionMs / SEGMENT_SHARE) return false;
    this.#closeSegment();
    return true;
  }

  close(): void {
    this.flush();
    this.#closeSegment();
  }

  #current(): Segment {
    if (this.#descriptor === undefined) this.#open();
    const segment = this.#segments.at(-1);
    if (segment === undefined) throw new Error('invariant: an open journal has a segment');
    return segment;
  }

  #open(): number {
    const path = join(this.#options.folder, `${String(this.#next).padStart(8, '0')}${SUFFIX}`);
    this.#next += 1;
    this.#segments.push({ path, bytes: 0, oldestMs: Infinity, newestMs: -Infinity });
    return (this.#descriptor = openSync(path, 'wx'));
  }

  #closeSegment(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #removeOld(): void {
    const newestMs = Math.max(...this.#segments.map((segment) => segment.newestMs));
    const isOpen = this.#descriptor !== undefined;
    for (
      let first = this.#segments[0];
      first !== undefined && !(isOpen && this.#segments.length === 1);
      first = this.#segments[0]
    ) {
      const isTooOld = first.newestMs < newestMs - this.#options.retentionMs;
      if (!isTooOld && this.bytes <= this.#options.maxBytes) return;
      unlinkSync(first.path);
      this.#segments.shift();
    }
  }
}

function touch(segment: Segment, timeMs: number | undefined): void {
  if (timeMs === undefined) return;
  segment.oldestMs = Math.min(segment.oldestMs, timeMs);
  segment.newestMs = Math.max(segment.newestMs, timeMs);
}

function* records(bytes: Buffer): Iterable<Buffer> {
  let at = 0;
  while (at + HEADER_BYTES <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const payload = bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length);
    if (payload.length < length || crc32(payload) !== bytes.readUInt32LE(at + 4)) return;
    yield payload;
    at += HEADER_BYTES + length;
  }
}
