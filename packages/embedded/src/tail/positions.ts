import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parse, stringify } from 'yaml';

/** How far a file was read, and how to know that it is still the same file. */
export interface Position {
  readonly path: string;
  readonly device: number;
  readonly inode: number;
  /** Bytes; everything before is stored. */
  readonly offset: number;
  /** Hash of the first bytes of the file. */
  readonly head: string;
  readonly headLength: number;
}

/** A positions file that cannot be read as one; the message names the file. */
export class PositionsError extends Error {
  override readonly name = 'PositionsError';
}

interface PositionsFile {
  readonly positions?: Readonly<Record<string, unknown>> | null;
  readonly files?: readonly Position[] | null;
}

export interface SavedPositions {
  readonly files: readonly Position[];
  /** Offsets by path alone, as Promtail writes them, for files that `files` does not know. */
  readonly byPath: ReadonlyMap<string, unknown>;
}

/** Reads a positions file; a missing one is empty. Throws PositionsError. */
export async function loadPositions(file: string): Promise<SavedPositions> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  let data: PositionsFile | null;
  try {
    data = parse(text) as PositionsFile | null;
  } catch (error) {
    throw new PositionsError(`${file}: not a positions file: ${(error as Error).message}`);
  }
  return { files: data?.files ?? [], byPath: new Map(Object.entries(data?.positions ?? {})) };
}

/** Writes the positions beside the file and moves them into place, so that a crash leaves the old or the new ones. */
export async function savePositions(file: string, positions: readonly Position[]): Promise<void> {
  const byPath = Object.fromEntries(positions.map(({ path, offset }) => [path, String(offset)]));
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(stringify({ positions: byPath, files: positions }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncFolder(dirname(file));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
