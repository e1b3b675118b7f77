import type { SavedDispatcher, Silence } from '@firedrill/grafana-alerting';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the notifications keep between two runs. */
export interface NotifierState {
  readonly dispatcher: SavedDispatcher;
  readonly silences: readonly Silence[];
}

const FORMAT = 1;

/** Writes beside the old file and swaps, so that a kill leaves one or the other. */
export function saveNotifierState(file: string, state: NotifierState): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify({ format: FORMAT, ...state }));
  renameSync(`${file}.new`, file);
}

/** Undefined when there is no file, or none of this format. */
export function loadNotifierState(file: string): NotifierState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const state = JSON.parse(text) as NotifierState & { readonly format: number };
  return state.format === FORMAT ? state : undefined;
}
