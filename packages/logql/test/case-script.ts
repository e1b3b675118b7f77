import { Labels, LogStore, parseDuration } from '@firedrill/timeseries';
import { formatValue, instantQuery, rangeQuery, type QueryResult } from '../src/index';

/** One `eval` of a script, ready to compare. */
export interface ScriptCase {
  readonly title: string;
  readonly expected: readonly string[];
  readonly actual: () => readonly string[];
}

const NS_PER_MS = 1_000_000n;

/**
 * Reads a script. `load {a="b"}` and its indented lines (`10s text`, `10s every 5s for 3 text`, with `{{i}}` for the
 * index and `pod="x" |` before the text for metadata) fill the store, `clear` empties it. `eval instant at 1m Q`,
 * `eval range from 0s to 1m step 30s Q`, `eval lines Q` and `refused Q` have their expectation in the indented lines.
 */
export function readScript(text: string): readonly ScriptCase[] {
  const cases: ScriptCase[] = [];
  let store = new LogStore();
  for (const { head, body } of blocks(text)) {
    if (head === 'clear') store = new LogStore();
    else if (head.startsWith('load ')) load(store, readLabels(head.slice(5)), body);
    else cases.push(readCase(head, body, store));
  }
  return cases;
}

function blocks(text: string): readonly { readonly head: string; readonly body: readonly string[] }[] {
  const found: { head: string; body: string[] }[] = [];
  for (const line of text.split('\n').filter((candidate) => !/^\s*(?:#|$)/.test(candidate))) {
    if (line.startsWith(' ')) found.at(-1)?.body.push(line.slice(2));
    else found.push({ head: line, body: [] });
  }
  return found;
}

function readLabels(text: string): Labels {
  const pairs = [...text.matchAll(/(\w*)=("(?:[^"\\]|\\.)*")/g)];
  return Labels.of(Object.fromEntries(pairs.map(([, name = '', value = '""']) => [name, JSON.parse(value) as string])));
}

function load(store: LogStore, labels: Labels, lines: readonly string[]): void {
  for (const line of lines) {
    const [, at = '', every = '0s', count = '1', metadata, text = ''] =
      /^(\w+)(?: every (\w+) for (\d+))?(?: ((?:\w+="[^"]*" ?)+)\|)? ?(.*)$/.exec(line) ?? [];
    for (let index = 0; index < Number(count); index++) {
      const timestampNs = BigInt(parseDuration(at) + index * parseDuration(every)) * NS_PER_MS;
      const entry = { timestampNs, line: text.replaceAll('{{i}}', String(index)) };
      store.push(labels, [metadata === undefined ? entry : { ...entry, metadata: readLabels(metadata) }]);
    }
  }
}

function readCase(head: string, expected: readonly string[], source: LogStore): ScriptCase {
  const instant = /^eval instant at (\S+) (.*)$/.exec(head);
  const range = /^eval range from (\S+) to (\S+) step (\S+) (.*)$/.exec(head);
  const time = (text = '0s'): bigint => BigInt(parseDuration(text)) * NS_PER_MS;
  if (instant !== null) {
    const [, at, query = ''] = instant;
    return { title: head, expected, actual: () => describe(instantQuery(query, { atNs: time(at), source })) };
  }
  if (range !== null) {
    const [, start, end, step, query = ''] = range;
    const options = { startNs: time(start), endNs: time(end), stepNs: time(step), source };
    return { title: head, expected, actual: () => describe(rangeQuery(query, options)) };
  }
  const query = head.replace(/^(?:eval lines|refused) /, '');
  const window = { startNs: 0n, endNs: time('1d'), stepNs: time('1h'), direction: 'forward', source } as const;
  const result = (): QueryResult => rangeQuery(query, window);
  if (head.startsWith('eval lines ')) return { title: head, expected, actual: () => describe(result()) };
  if (!head.startsWith('refused ')) throw new Error(`not a command: ${head}`);
  const shift = 'refused '.length - 2;
  return { title: head, expected: expected.map((line) => line.slice(shift)), actual: () => refusal(result()) };
}

function describe(result: QueryResult): readonly string[] {
  if (!result.ok) return [`error ${result.error.kind}: ${result.error.message}`];
  const { value } = result;
  switch (value.type) {
    case 'scalar':
      return [formatValue(value.value)];
    case 'vector':
      return value.samples.map((sample) => `${print(sample.labels)} ${formatValue(sample.value)}`);
    case 'matrix':
      return value.series.map(
        ({ labels, points }) =>
          `${print(labels)} ${points.map((point) => `${point.timestampMs / 1000}s:${formatValue(point.value)}`).join(' ')}`,
      );
    case 'streams':
      return value.streams.flatMap(({ labels, entries }) => entries.map(({ line }) => `${print(labels)} ${line}`));
  }
}

function print(labels: Labels): string {
  return `{${[...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
}

/** Carets below the place of the error, as a script shows them. */
function refusal(result: QueryResult): readonly string[] {
  if (result.ok) return ['not refused'];
  const { kind, message, span } = result.error;
  const place = span === undefined ? '' : ' '.repeat(span.start) + '^'.repeat(Math.max(1, span.end - span.start));
  return [`${place} ${kind}: ${message}`];
}
