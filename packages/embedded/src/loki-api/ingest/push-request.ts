import { Labels, type LogEntry } from '@firedrill/timeseries';
import { LokiError } from '../loki-error';

/** One stream of a push that can be stored, and what is wrong with entries that cannot. */
export interface PushedStream {
  readonly labels: Labels;
  readonly entries: readonly LogEntry[];
  readonly refused: readonly string[];
}

const NS_PER_S = 1_000_000_000n;
const MAX_AGE_NS = 7n * 86_400n * NS_PER_S;
const MAX_AHEAD_NS = 600n * NS_PER_S;
const MAX_LABEL_NAMES = 15;
const MAX_NAME_LENGTH = 1024;
const MAX_VALUE_LENGTH = 2048;
const MAX_LINE_BYTES = 256 * 1024;
const MAX_METADATA = 128;
const MAX_METADATA_BYTES = 64 * 1024;

/** Reads the JSON body of a push with Loki's checks and default limits. Throws LokiError when nothing may be stored. */
export function readPush(body: string, nowMs: number): PushedStream[] {
  const streams = parseStreams(body);
  if (streams.length === 0) throw new LokiError(422, 'error at least one valid stream is required for ingestion');
  const nowNs = BigInt(Math.floor(nowMs)) * 1_000_000n;
  return streams.map((stream) => readStream(stream, nowNs));
}

function parseStreams(body: string): unknown[] {
  let data: unknown;
  try {
    data = JSON.parse(body);
  } catch (error) {
    throw new LokiError(400, `expected JSON: ${(error as Error).message}`);
  }
  if (!isRecord(data)) throw new LokiError(400, 'expected an object with streams');
  const { streams = [] } = data;
  if (!Array.isArray(streams)) throw new LokiError(400, 'expected streams to be a list');
  return streams;
}

function readStream(stream: unknown, nowNs: bigint): PushedStream {
  if (!isRecord(stream)) throw new LokiError(400, 'expected each stream to be an object');
  const written = isRecord(stream.stream) ? stream.stream : {};
  for (const name of Object.keys(written)) {
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name))
      throw new LokiError(400, `couldn't parse labels: ${JSON.stringify(name)} is not a label name`);
  }
  const labels = Labels.of(
    Object.fromEntries(Object.entries(written).map(([name, value]) => [name, plainText(value)])),
  );
  const values = Array.isArray(stream.values) ? (stream.values as unknown[]) : [];
  const entries: LogEntry[] = [];
  const refused: string[] = [];
  const labelProblem = checkLabels(labels);
  for (const value of values) {
    const entry = readEntry(value);
    const problem = labelProblem ?? checkEntry(entry, labels, nowNs);
    if (problem === undefined) entries.push(entry);
    else refused.push(problem);
  }
  return { labels, entries, refused };
}

/** A label's value that is no text is stored as it is written. */
function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function readEntry(value: unknown): LogEntry {
  if (!Array.isArray(value)) throw new LokiError(400, 'expected each value to be a list of timestamp and line');
  const [timestamp, line = '', metadata] = value as unknown[];
  if (typeof timestamp !== 'string' || !/^-?\d+$/.test(timestamp)) {
    throw new LokiError(400, `expected a timestamp as text of nanoseconds, got ${JSON.stringify(timestamp)}`);
  }
  if (typeof line !== 'string') throw new LokiError(400, `expected a line of text, got ${JSON.stringify(line)}`);
  const timestampNs = BigInt(timestamp);
  if (metadata === undefined) return { timestampNs, line };
  if (!isRecord(metadata)) throw new LokiError(400, 'expected structured metadata to be an object of texts');
  for (const item of Object.values(metadata)) {
    if (typeof item !== 'string')
      throw new LokiError(400, `expected structured metadata to be text, got ${JSON.stringify(item)}`);
  }
  return { timestampNs, line, metadata: Labels.of(metadata as Record<string, string>) };
}

function checkLabels(labels: Labels): string | undefined {
  if (labels.size > MAX_LABEL_NAMES)
    return `entry for stream '${selector(labels)}' has ${labels.size} label names; limit ${MAX_LABEL_NAMES}`;
  for (const [name, value] of labels) {
    if (name.length > MAX_NAME_LENGTH) return `stream '${selector(labels)}' has label name too long: '${name}'`;
    if (value.length > MAX_VALUE_LENGTH) return `stream '${selector(labels)}' has label value too long: '${value}'`;
  }
  return undefined;
}

function checkEntry({ timestampNs, line, metadata }: LogEntry, labels: Labels, nowNs: bigint): string | undefined {
  const stream = selector(labels);
  if (timestampNs < nowNs - MAX_AGE_NS)
    return `entry for stream '${stream}' has timestamp too old: ${isoTime(timestampNs)}, oldest acceptable timestamp is: ${isoTime(nowNs - MAX_AGE_NS)}`;
  if (timestampNs > nowNs + MAX_AHEAD_NS)
    return `entry for stream '${stream}' has timestamp too new: ${isoTime(timestampNs)}`;
  const bytes = Buffer.byteLength(line);
  if (bytes > MAX_LINE_BYTES)
    return `max entry size '${MAX_LINE_BYTES}' bytes exceeded for stream '${stream}' while adding an entry with length '${bytes}' bytes`;
  if (metadata === undefined) return undefined;
  if (metadata.size > MAX_METADATA)
    return `stream '${stream}' has too many structured metadata labels: '${metadata.size}', limit: '${MAX_METADATA}'`;
  const size = [...metadata].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return size > MAX_METADATA_BYTES
    ? `stream '${stream}' has structured metadata too large: '${size}' bytes, limit: '${MAX_METADATA_BYTES}' bytes`
    : undefined;
}

function selector(labels: Labels): string {
  return `{${[...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
}

function isoTime(timestampNs: bigint): string {
  const milliseconds = Number(timestampNs / 1_000_000n);
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : String(timestampNs);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
