import { simpleStage } from '../pipeline-entry';
import type { StageType } from './stage-shape';
import { timeReader } from './time-format';

const readTime = timeReader('RFC3339Nano');

/** `docker`: Docker's JSON log lines: the text, the stream label, the time. */
export const docker: StageType = {
  check: () => undefined,
  create() {
    return simpleStage((entry) => {
      const data = parseObject(entry.line);
      if (data === undefined) return;
      const { log, stream, time } = data;
      if (typeof stream === 'string') entry.labels.set('stream', stream);
      const timestampNs = typeof time === 'string' ? readTime?.(time) : undefined;
      if (timestampNs !== undefined) entry.timestampNs = timestampNs;
      if (typeof log === 'string') entry.line = log;
    });
  },
};

const CRI_LINE = /^(\S+) (stdout|stderr) ([FP]) (.*)$/s;

/** `cri`: log lines of container runtimes: parts (`P`) are joined with the full line (`F`) that ends them. */
export const cri: StageType = {
  check: () => undefined,
  create() {
    const parts = new Map<string, string[]>();
    return simpleStage((entry) => {
      const match = CRI_LINE.exec(entry.line);
      if (match === null) return true;
      const [, time = '', stream = '', flag, text = ''] = match;
      entry.labels.set('stream', stream);
      const key = JSON.stringify([...entry.labels].sort());
      const earlier = parts.get(key) ?? [];
      if (flag === 'P') {
        parts.set(key, [...earlier, text]);
        return false;
      }
      parts.delete(key);
      entry.timestampNs = readTime?.(time) ?? entry.timestampNs;
      entry.line = [...earlier, text].join('');
      return true;
    });
  },
};

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
