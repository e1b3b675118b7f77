import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ready } from './ready';

const PROGRAM = '/usr/bin/prometheus';
const BLOCK_MAKER = '/usr/bin/promtool';

/** Whether Debian's Prometheus is here to compare with. */
export function hasPrometheus(): boolean {
  return existsSync(PROGRAM) && existsSync(BLOCK_MAKER);
}

/** Makes blocks of the samples with promtool, starts Prometheus on them at a free port and hands its address to `use`. */
export async function withPrometheus<T>(openMetricsText: string, use: (baseUrl: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-prometheus-'));
  const port = await freePort();
  await writeFile(join(folder, 'samples.txt'), openMetricsText);
  await writeFile(join(folder, 'prometheus.yml'), '');
  await promisify(execFile)(BLOCK_MAKER, [
    ...['tsdb', 'create-blocks-from', 'openmetrics'],
    ...[join(folder, 'samples.txt'), join(folder, 'data')],
  ]);
  const child = spawn(
    PROGRAM,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const exited = new Promise((settle) => child.once('exit', settle));
  try {
    await ready(`http://127.0.0.1:${port}/-/ready`);
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    child.kill();
    await exited;
    await rm(folder, { recursive: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  await new Promise((settle) => server.close(settle));
  return port;
}
