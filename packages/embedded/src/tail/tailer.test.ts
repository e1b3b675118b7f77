import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Labels, LogEntry } from '@firedrill/timeseries';
import { PositionsError } from './positions';
import { loadPromtailConfig } from './promtail-config';
import { createTailer, type Tailer } from './tailer';

const CONFIG = loadPromtailConfig(
  'promtail.yml',
  "clients: [{url: 'http://loki:3100/loki/api/v1/push'}]\nscrape_configs:\n- job_name: shop\n  static_configs: [{labels: {job: shop, __path__: /var/log/shop/*/*.log}}]\n",
  [],
)!;

let folder: string;
let lines: string[];
let files: Set<string>;
let tailer: Tailer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailer-'));
  mkdirSync(join(folder, 'api'));
  lines = [];
  files = new Set();
});

afterEach(async () => {
  await tailer?.stop();
  tailer = undefined;
  rmSync(folder, { recursive: true });
});

const path = (name: string): string => join(folder, 'api', name);

async function start(): Promise<void> {
  tailer = createTailer({
    config: CONFIG,
    resolvePath: (container) => container.replace('/var/log/shop', folder),
    positionsFile: join(folder, 'positions.yaml'),
    push(labels: Labels, entries: readonly LogEntry[]) {
      lines.push(...entries.map(({ line }) => line));
      files.add(labels.get('filename'));
    },
    now: Date.now,
    pollMs: 5,
    savePositionsMs: 10,
  });
  await tailer.start();
}

async function stop(): Promise<void> {
  await tailer?.stop();
  tailer = undefined;
}

async function seen(expected: readonly string[]): Promise<void> {
  const until = Date.now() + 5000;
  while (lines.length < expected.length && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(lines).toEqual(expected);
}

test('what is there and what comes is read, under the name the configuration knows', async () => {
  writeFileSync(path('api.1.log'), 'one\ntwo\r\n');
  await start();
  appendFileSync(path('api.1.log'), 'thr');
  appendFileSync(path('api.1.log'), 'ee\n\n');
  await seen(['one', 'two\r', 'three', '']);
  expect([...files]).toEqual(['/var/log/shop/api/api.1.log']);
});

test('a line without its end waits, also over a restart', async () => {
  writeFileSync(path('a.log'), 'one\ntw');
  await start();
  await seen(['one']);
  await stop();
  appendFileSync(path('a.log'), 'o\n');
  await start();
  await seen(['one', 'two']);
});

test.each([
  ['a new name', () => writeFileSync(path('api.2.log'), 'new\n')],
  [
    'a rename, with a last line to the old file',
    () => {
      appendFileSync(path('api.1.log'), 'last\n');
      renameSync(path('api.1.log'), path('api.1.log.old'));
      writeFileSync(path('api.1.log'), 'new\n');
    },
  ],
  [
    'a rename to a name that is followed, too',
    () => {
      renameSync(path('api.1.log'), path('api.0.log'));
      writeFileSync(path('api.1.log'), 'new\n');
    },
  ],
  [
    'a shorter file in its place',
    () => {
      truncateSync(path('api.1.log'));
      appendFileSync(path('api.1.log'), 'new\n');
    },
  ],
  [
    'deletion',
    () => {
      unlinkSync(path('api.1.log'));
      writeFileSync(path('api.1.log'), 'new\n');
    },
  ],
])('rotation by %s loses and doubles nothing', async (name, rotate) => {
  writeFileSync(path('api.1.log'), 'old line\n');
  await start();
  await seen(['old line']);
  rotate();
  await seen(name.includes('last line') ? ['old line', 'last', 'new'] : ['old line', 'new']);
});

test('a restart goes on where it stopped, and a replaced file is read from its start though it is longer', async () => {
  writeFileSync(path('a.log'), 'one\n');
  writeFileSync(path('b.log'), 'eins\n');
  await start();
  await seen(['one', 'eins']);
  await stop();
  appendFileSync(path('a.log'), 'two\n');
  writeFileSync(path('b.log'), 'other first line\nother second line\n');
  await start();
  await seen(['one', 'eins', 'two', 'other first line', 'other second line']);
});

test('positions are those of Promtail, with what tells a file beside them', async () => {
  writeFileSync(path('a.log'), 'one\nrest');
  await start();
  await seen(['one']);
  await stop();
  expect(readFileSync(join(folder, 'positions.yaml'), 'utf8')).toContain(`positions:\n  ${path('a.log')}: "4"\n`);
});

test('a positions file that is none is refused', async () => {
  writeFileSync(join(folder, 'positions.yaml'), 'positions: [oops\n');
  await expect(start()).rejects.toThrow(PositionsError);
  tailer = undefined;
});
