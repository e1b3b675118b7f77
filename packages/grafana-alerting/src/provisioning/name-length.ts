import type { Fields } from './fields';

const MAX_NAME_BYTES = 190;

/** Reports a name that is longer than Grafana stores. */
export function checkNameLength(fields: Fields, key: string, text: string): void {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_NAME_BYTES) {
    fields.error(key, `expected at most ${MAX_NAME_BYTES} bytes, got ${bytes}`, 'name-too-long');
  }
}
