import { join, resolve } from 'node:path';

/** The environment, read in one place. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;

/** Two stacks with different port offsets have different folders unless told otherwise. */
export function dataFolderFor(root: string, named: string | undefined, portOffset: number): string {
  return named === undefined
    ? join(root, portOffset === 0 ? '.firedrill' : `.firedrill-${portOffset}`)
    : resolve(named);
}
