import type { ConfigNode } from '@firedrill/config-file';
import { simpleStage } from '../pipeline-entry';
import { extractedText } from './extracted-text';
import { checkText, textIn, type StageType } from './stage-shape';
import { timeReader } from './time-format';

/** How many streams' last times are remembered for `fudge`. */
const REMEMBERED = 10_000;

/**
 * `timestamp`: the entry's time from an extracted value. A value that is no time leaves the entry's time
 * (`action_on_failure: skip`) or gives it the stream's last time and a nanosecond more (`fudge`, the default).
 */
export const timestamp: StageType = {
  check(node) {
    if ((checkText(node.get('source')) ?? '') === '') node.report('error', 'timestamp needs a source');
    if ((checkText(node.get('format')) ?? '') === '') node.report('error', 'timestamp needs a format');
    const action = checkText(node.get('action_on_failure')) ?? 'fudge';
    if (action !== 'fudge' && action !== 'skip')
      node.get('action_on_failure')?.report('error', `expected fudge or skip, got ${JSON.stringify(action)}`);
    checkLocation(node.get('location'));
    for (const format of [node.get('format'), ...(node.get('fallback_formats')?.items() ?? [])]) {
      const name = checkText(format);
      if (name !== undefined && name !== '' && timeReader(name) === undefined) {
        format?.report('unsupported', `time format ${JSON.stringify(name)} is not supported by the embedded runtime`);
      }
    }
  },
  create(node) {
    const source = textIn(node, 'source') ?? '';
    const formats = [
      textIn(node, 'format') ?? '',
      ...(node.get('fallback_formats')?.items() ?? []).map((item) => item.source ?? ''),
    ];
    const readers = formats.flatMap((format) => timeReader(format) ?? []);
    const fudges = textIn(node, 'action_on_failure') !== 'skip';
    const lastTimes = new Map<string, bigint>();
    return simpleStage((entry) => {
      const text = extractedText(entry.extracted.get(source));
      const time = text === undefined ? undefined : firstTime(readers, text);
      const stream = fudges ? streamText(entry.labels) : '';
      const last = lastTimes.get(stream);
      if (time !== undefined) entry.timestampNs = time;
      else if (!fudges || last === undefined) return;
      else entry.timestampNs = last + 1n;
      if (fudges) remember(lastTimes, stream, entry.timestampNs);
    });
  },
};

function checkLocation(node: ConfigNode | undefined): void {
  const location = checkText(node);
  if (location === undefined) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: location });
  } catch {
    node?.report('error', `expected a time zone such as Europe/Berlin, got ${JSON.stringify(location)}`);
  }
}

function firstTime(readers: readonly ((text: string) => bigint | undefined)[], text: string): bigint | undefined {
  for (const read of readers) {
    const time = read(text);
    if (time !== undefined) return time;
  }
  return undefined;
}

function streamText(labels: ReadonlyMap<string, string>): string {
  let text = '';
  for (const [name, value] of labels) text += `${name}\u0000${value}\u0000`;
  return text;
}

function remember(times: Map<string, bigint>, stream: string, time: bigint): void {
  times.set(stream, time);
  if (times.size <= REMEMBERED) return;
  const [oldest] = times.keys();
  if (oldest !== undefined) times.delete(oldest);
}
