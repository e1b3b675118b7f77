import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test file, removed after its tests; readable for the user that PostgreSQL runs as under root. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firedrill-embedded-'));
  chmodSync(folder, 0o755);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
