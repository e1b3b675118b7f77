import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { PortTakenError, PostgresError } from '../start-errors';
import { findBinaries } from './binaries';
import { prepareDatabase, storageFolder, SUPERUSER } from './database-folder';
import { stopOrphan } from './postmaster-pid';
import { postgresUser } from './system-user';

export interface PostgresOptions {
  readonly dataFolder: string;
  readonly port: number;
  /** Server settings on top of ours, such as `{ fsync: 'off' }` for a database that lives as long as a test run. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running server on 127.0.0.1. */
export interface RunningPostgres {
  readonly pid: number;
  readonly port: number;
  /** The superuser's connection string for a database, `postgres` unless another one is named. */
  url(database?: string): string;
  /** What the server printed last, oldest line first. */
  recentLog(): readonly string[];
  /** Resolves when the process ended, with the reason in words. */
  readonly ended: Promise<string>;
  /** Ends open sessions and stops; resolves when the process is gone. */
  stop(): Promise<void>;
}

// The whole stack has 400 MB: the cache is small and no process is kept that a shop without replicas does not need.
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '24MB',
  work_mem: '4MB',
  maintenance_work_mem: '16MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '192MB',
  huge_pages: 'off',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '',
};

const READY = 'database system is ready to accept connections';
const KEPT_LINES = 40;

/**
 * Starts PostgreSQL on the data folder, creating the database at the first start and stopping a server that an earlier
 * supervisor left behind. Resolves when connections are accepted. Throws PortTakenError, DataFolderError, PostgresError.
 */
export async function startPostgres({ dataFolder, port, settings }: PostgresOptions): Promise<RunningPostgres> {
  const user = postgresUser();
  const storage = await storageFolder(dataFolder, user);
  const binaries = findBinaries(user, storage);
  const { folder, password } = await prepareDatabase(storage, binaries, user);
  await stopOrphan(folder);
  const flags = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', folder, '-p', String(port), ...flags], {
    ...user,
    cwd: folder,
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    // A session of its own: Ctrl-C in the terminal must reach the supervisor only, which stops the services first.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log = new RecentLines();
  await untilReady(child, port, log);
  return running(child, port, password, log);
}

class RecentLines {
  readonly lines: string[] = [];

  add(line: string): void {
    this.lines.push(line);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
  }
}

function untilReady(child: ChildProcess, port: number, log: RecentLines): Promise<void> {
  return new Promise((ready, fail) => {
    if (child.stderr !== null) {
      createInterface({ input: child.stderr }).on('line', (line) => {
        log.add(line);
        if (line.includes(READY)) ready();
      });
    }
    child.once('error', (error) => fail(new PostgresError(`PostgreSQL cannot be run: ${error.message}`)));
    // `close` comes after the last line of stderr, `exit` may come before it.
    child.once('close', (code, signal) => fail(startFailure(port, log.lines, signal ?? `exit code ${String(code)}`)));
  });
}

function startFailure(port: number, lines: readonly string[], ending: string): Error {
  const said = lines.join('\n');
  if (/could not bind .*Address already in use/i.test(said)) {
    return new PortTakenError(
      [port],
      `Port ${port} (PostgreSQL) is taken by another program. ` +
        'Stop that program, shift all ports with --port-offset N, or use its server with DATABASE_URL.',
    );
  }
  return new PostgresError(`PostgreSQL did not start (${ending}):\n${said}`);
}

function running(child: ChildProcess, port: number, password: string, log: RecentLines): RunningPostgres {
  const { pid } = child;
  if (pid === undefined) throw new PostgresError('PostgreSQL has no process.');
  const ended = once(child, 'exit').then(([code, signal]) =>
    typeof signal === 'string' ? `ended by ${signal}` : `exit code ${String(code)}`,
  );
  const stopWithUs = (): void => void child.kill('SIGINT');
  process.once('exit', stopWithUs);
  void ended.then(() => process.removeListener('exit', stopWithUs));
  return {
    pid,
    port,
    ended,
    url: (database = 'postgres') => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`,
    recentLog: () => log.lines,
    stop: () => stop(child, ended),
  };
}

/** Fast shutdown (SIGINT), then immediate (SIGQUIT) when sessions do not end. */
async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const waiting = new AbortController();
    await Promise.race([ended, delay(10_000, undefined, { signal: waiting.signal }).catch(() => undefined)]);
    waiting.abort();
  }
  await ended;
}
