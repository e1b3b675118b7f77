import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Position } from './positions';

const CHUNK_BYTES = 256 * 1024;
/** A file without a line break is cut here, so that one file cannot take all memory. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
const HEAD_BYTES = 1024;
const NEWLINE = 10;

/** Reads one open file from an offset on, whole lines only. The file may be renamed or deleted meanwhile. */
export class FileTail {
  path: string;
  readonly device: number;
  readonly inode: number;
  readonly #file: FileHandle;
  #offset: number;
  #pending: Buffer = Buffer.alloc(0);
  /** The first bytes that were read, to know the file again; none when reading began further on. */
  #first: Buffer = Buffer.alloc(0);
  #modifiedMs = 0;
  #head: { readonly hash: string; readonly length: number } = { hash: '', length: 0 };

  private constructor(
    path: string,
    file: FileHandle,
    identity: { readonly dev: number; readonly ino: number },
    offset: number,
  ) {
    this.path = path;
    this.#file = file;
    this.device = identity.dev;
    this.inode = identity.ino;
    this.#offset = offset;
  }

  /** Opens a file at the start, or where `resume` says when it is still the same file. */
  static async open(
    path: string,
    resume: (stats: { dev: number; ino: number }) => Resume | undefined,
  ): Promise<FileTail> {
    const file = await open(path, 'r');
    try {
      const stats = await file.stat();
      const from = resume(stats);
      const isSame = from !== undefined && from.offset <= stats.size && (await hasHead(file, from.head));
      return new FileTail(path, file, stats, isSame ? from.offset : 0);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Bytes of whole lines handed on so far. */
  get offset(): number {
    return this.#offset;
  }

  /** What is new, as lines without their line break, at most one chunk; none when there is nothing. */
  async readLines(): Promise<string[]> {
    const { size, mtimeMs } = await this.#file.stat();
    const readTo = this.#offset + this.#pending.length;
    if (size < readTo || (mtimeMs !== this.#modifiedMs && !(await this.#beginsAsRead()))) {
      this.#startOver();
      return size === 0 ? [] : await this.readLines();
    }
    this.#modifiedMs = mtimeMs;
    if (size === readTo) return [];
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - readTo));
    const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, readTo);
    if (readTo === this.#first.length && readTo < HEAD_BYTES)
      this.#first = Buffer.concat([this.#first, chunk.subarray(0, Math.min(bytesRead, HEAD_BYTES - readTo))]);
    const bytes =
      this.#pending.length === 0
        ? chunk.subarray(0, bytesRead)
        : Buffer.concat([this.#pending, chunk.subarray(0, bytesRead)]);
    return this.#take(bytes);
  }

  async position(): Promise<Position> {
    const wanted = Math.min(HEAD_BYTES, this.#offset);
    if (this.#head.length !== wanted) this.#head = { hash: await headOf(this.#file, wanted), length: wanted };
    const { path, device, inode } = this;
    return { path, device, inode, offset: this.#offset, head: this.#head.hash, headLength: this.#head.length };
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** False for a file that was cut and written anew between two looks, which its size alone does not tell. */
  async #beginsAsRead(): Promise<boolean> {
    const { length } = this.#first;
    if (length === 0) return true;
    const now = Buffer.alloc(length);
    const { bytesRead } = await this.#file.read(now, 0, length, 0);
    return bytesRead === length && now.equals(this.#first);
  }

  #startOver(): void {
    this.#offset = 0;
    this.#pending = Buffer.alloc(0);
    this.#first = Buffer.alloc(0);
    this.#head = { hash: '', length: 0 };
  }

  #take(bytes: Buffer): string[] {
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0 && bytes.length < MAX_LINE_BYTES) {
      this.#pending = bytes;
      return [];
    }
    const taken = end === 0 ? bytes.length : end;
    this.#pending = Buffer.from(bytes.subarray(taken));
    this.#offset += taken;
    return bytes.toString('utf8', 0, end === 0 ? taken : taken - 1).split('\n');
  }
}

export interface Resume {
  readonly offset: number;
  readonly head?: { readonly hash: string; readonly length: number };
}

async function hasHead(file: FileHandle, head: Resume['head']): Promise<boolean> {
  return head === undefined || (await headOf(file, head.length)) === head.hash;
}

async function headOf(file: FileHandle, length: number): Promise<string> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, 0);
  return createHash('sha1').update(bytes.subarray(0, bytesRead)).digest('base64');
}
