import { join } from 'node:path';
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import roll from 'pino-roll';
import type { EventTable, FieldsOf, LogLevel } from './event-table';

/** Writes the events of one table; `Log<A & B>` can be passed where `Log<A>` is wanted. */
export interface Log<Events extends EventTable> {
  event<Name extends keyof Events & string>(name: Name, fields: FieldsOf<Events[Name]['fields']>): void;
  /** The same log with values that every one of its lines carries. */
  with(bindings: LogBindings): Log<Events>;
}

/** What ties the lines of one request together. */
export interface LogBindings {
  readonly reqId: string;
  readonly traceId: string;
}

/** The process's log; its lines are written through the typed views that `typed` gives. */
export interface Logger {
  typed<Events extends EventTable>(events: Events): Log<Events>;
  /** While on, lines are dropped. */
  silence(on: boolean): void;
  /** Flushes and closes the file; lines that come later are dropped. */
  close(): Promise<void>;
}

export interface LoggerOptions {
  /** The value of `service` on every line. */
  readonly service: string;
  /** This copy of the service: names folder and file. */
  readonly instance: string;
  /** The folder that holds one folder a copy. */
  readonly folder: string;
  readonly level: LogLevel;
  readonly maxFileBytes?: number;
  /** How many files stay, the current one among them. */
  readonly keepFiles?: number;
}

/**
 * JSON lines in `<folder>/<instance>/<instance>.<n>.log`, rolled by size, old files removed, those of earlier runs too.
 * Writing is synchronous: no line is lost when the process is killed and none is split when the file rolls.
 */
export async function createLogger(options: LoggerOptions): Promise<Logger> {
  const { service, instance, folder, level, maxFileBytes = 20 * 1024 * 1024, keepFiles = 4 } = options;
  const destination = await roll({
    file: join(folder, instance, instance),
    extension: '.log',
    size: `${maxFileBytes}b`,
    limit: { count: keepFiles, removeOtherLogFiles: true },
    mkdir: true,
    sync: true,
  });
  destination.on('error', (error: Error) => {
    process.stderr.write(`${service}: cannot write its log: ${error.message}\n`);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      destination.once('close', resolve);
      destination.end();
    });
  return loggerOn(destination, service, level, close);
}

/** A logger that keeps its lines, for tests. */
export interface MemoryLogger extends Logger {
  lines(): Record<string, unknown>[];
}

/** A logger of level debug whose lines stay in memory. */
export function memoryLogger(service: string): MemoryLogger {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return {
    ...loggerOn(destination, service, 'debug', () => Promise.resolve()),
    lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

function loggerOn(
  destination: DestinationStream,
  service: string,
  level: LogLevel,
  close: () => Promise<void>,
): Logger {
  const writer = pino({ level, base: { service }, formatters: { level: (label) => ({ level: label }) } }, destination);
  return {
    typed: (events) => typedLog(writer, events, undefined),
    silence: (on) => {
      writer.level = on ? 'silent' : level;
    },
    close: () => {
      writer.level = 'silent';
      return close();
    },
  };
}

function typedLog<Events extends EventTable>(
  writer: PinoLogger,
  events: Events,
  bindings: LogBindings | undefined,
): Log<Events> {
  return {
    event: (name, fields) => {
      const { level, message } = events[name] as Events[string];
      const line: Record<string, unknown> = { event: name, ...bindings, ...fields };
      writer[level](line, message);
    },
    with: (added) => typedLog(writer, events, added),
  };
}
