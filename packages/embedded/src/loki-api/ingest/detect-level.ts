import type { Labels } from '@firedrill/timeseries';

const FIELD = 'level|lvl|severity|severity_text';
const FIELD_NAMES = FIELD.split('|').flatMap((name) => [
  name,
  name.toUpperCase(),
  name.charAt(0).toUpperCase() + name.slice(1),
]);
const JSON_FIELD = new RegExp(`"(?:${FIELD})"\\s*:\\s*"([^"\\\\]*)"`, 'i');
const LOGFMT_PAIR = /([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g;
const LOGFMT_FIELD = new RegExp(`^(?:${FIELD})$`, 'i');

const WORDS: Readonly<Record<string, string>> = {
  trace: 'trace',
  trc: 'trace',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  inf: 'info',
  information: 'info',
  warn: 'warn',
  wrn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  critical: 'critical',
  fatal: 'fatal',
};

/** Words that tell a level anywhere in a text, in the order in which Loki looks for them. */
const TEXT_LEVELS: readonly (readonly [level: string, words: RegExp])[] = [
  ['info', /info|INFO/],
  ['error', /err:|ERR:|\[error\]|\[ERROR\]/],
  ['warn', /warn|WARN/],
  ['debug', /debug|DEBUG/],
];

/**
 * The level of a line as Loki finds it at ingest: a level-like label or metadata as it is, else a string field of a JSON
 * or logfmt line, else words in the text, else `unknown`.
 */
export function detectLevel(labels: Labels, metadata: Labels | undefined, line: string): string {
  return levelLabel(labels) ?? (metadata && levelLabel(metadata)) ?? levelOfLine(line);
}

function levelLabel(labels: Labels): string | undefined {
  for (const name of FIELD_NAMES) if (labels.has(name)) return labels.get(name);
  return undefined;
}

function levelOfLine(line: string): string {
  const field = /^\s*\{/.test(line) ? jsonLevel(line) : logfmtLevel(line);
  const known = field === undefined ? undefined : WORDS[field.toLowerCase()];
  return known ?? TEXT_LEVELS.find(([, words]) => words.test(line))?.[0] ?? 'unknown';
}

/** A cut-off object has no level: its end tells it without parsing the whole. */
function jsonLevel(line: string): string | undefined {
  return /\}\s*$/.test(line) ? JSON_FIELD.exec(line)?.[1] : undefined;
}

function logfmtLevel(line: string): string | undefined {
  if (!line.includes('=')) return undefined;
  for (const [, key = '', quoted, bare] of line.matchAll(LOGFMT_PAIR)) {
    if (LOGFMT_FIELD.test(key)) return quoted ?? bare;
  }
  return undefined;
}
