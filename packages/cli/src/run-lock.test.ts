import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withRunLock } from './run-lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a second drill is refused while the first runs, and allowed after it', async () => {
  const second = (): Promise<string> => withRunLock(folder, 'flash-sale', () => Promise.resolve('ran'));
  await withRunLock(folder, 'payment-outage', async () => {
    await expect(second()).rejects.toThrow(/^the drill payment-outage is running \(pid \d+\); one at a time$/);
  });
  await expect(second()).resolves.toBe('ran');
});

test('the lock of a killed run is taken over', async () => {
  writeFileSync(join(folder, 'drill.lock'), '999999999 payment-outage\n');
  await expect(withRunLock(folder, 'flash-sale', () => Promise.resolve('ran'))).resolves.toBe('ran');
});
