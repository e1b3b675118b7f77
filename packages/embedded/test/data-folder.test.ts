import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder, removeDataFolder } from '../src/data-folder';
import { ProcessRecord } from '../src/processes/process-record';
import { DataFolderError } from '../src/start-errors';
import { temporaryFolder } from './temporary-folder';

const folder = temporaryFolder();

test('two stacks never share a data folder', async () => {
  const path = join(folder, 'shared');
  const first = await openDataFolder(path);
  await expect(openDataFolder(path)).rejects.toThrow(`Another stack (pid ${process.pid}) runs on ${path}`);
  first.release();
  const second = await openDataFolder(path);
  second.release();
});

test('the lock of a supervisor that is gone is taken over', async () => {
  const path = join(folder, 'stale');
  mkdirSync(path);
  writeFileSync(join(path, 'version'), '1\n');
  writeFileSync(join(path, 'supervisor.lock'), `${process.pid} 1\n`);
  const taken = await openDataFolder(path);
  taken.release();
  expect(existsSync(join(path, 'supervisor.lock'))).toBe(false);
});

test('a child that a killed supervisor left behind is ended', async () => {
  const path = join(folder, 'orphans');
  mkdirSync(path);
  writeFileSync(join(path, 'version'), '1\n');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  new ProcessRecord(path).add(child.pid!);
  const exit = once(child, 'exit');
  (await openDataFolder(path)).release();
  expect(await exit).toEqual([null, 'SIGTERM']);
});

test.each([
  ['a folder that holds something else', 'notes.txt', 'hello', 'is not empty and not a data folder'],
  ['a folder of a later format', 'version', '9\n', 'was written in format 9, this version of Firedrill knows format 1'],
])('%s is refused', async (name, file, content, message) => {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, file), content);
  await expect(openDataFolder(path)).rejects.toThrow(DataFolderError);
  await expect(openDataFolder(path)).rejects.toThrow(message);
});

test('a path that is a file is refused with a sentence', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  await expect(openDataFolder(path)).rejects.toThrow(`The data folder ${path} cannot be used`);
});

test('container paths have their place in the folder, sizes are counted, and it can be removed', async () => {
  const path = join(folder, 'layout');
  const data = await openDataFolder(path);
  expect(data.localPath('/logs/api/api.1.log')).toBe(join(path, 'logs/api/api.1.log'));
  expect(data.localPath('/elsewhere/x')).toBe('/elsewhere/x');
  const before = await data.size();
  writeFileSync(join(data.logs, 'x.log'), 'x'.repeat(1_000));
  expect(await data.size()).toBe(before + 1_000);
  data.release();
  await removeDataFolder(path);
  expect(existsSync(path)).toBe(false);
});
