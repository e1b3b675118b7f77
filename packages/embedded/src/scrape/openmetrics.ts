import { endOfSeries } from './exposition';
import { ExpositionError, parseGoFloat, type ExpositionReader } from './exposition-reader';
import { parseSeriesText, readMetricName } from './series-text';

const TYPES: ReadonlySet<string> = new Set([
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
]);
const END = '# EOF';

/**
 * Reads OpenMetrics text: stricter than the plain format (one space between parts, no free comments, `# EOF` at the
 * end), timestamps in seconds, exemplars checked and left out. An empty body is valid, as Prometheus has it.
 */
export function readOpenMetrics(text: string, reader: ExpositionReader): void {
  let at = 0;
  while (at < text.length) {
    if (text.startsWith(END, at)) {
      const rest = text.slice(at + END.length);
      if (rest !== '' && rest !== '\n') throw new ExpositionError('unexpected data after # EOF');
      return;
    }
    at = text[at] === '#' ? readMetadata(text, at, reader) : readSample(text, at, reader);
  }
  if (text !== '') throw new ExpositionError('data does not end with # EOF');
}

function readMetadata(text: string, start: number, reader: ExpositionReader): number {
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  const match = /^# (HELP|TYPE|UNIT) (.*)$/s.exec(text.slice(start, end));
  const named = match === null ? undefined : readMetricName(match[2] ?? '');
  if (match === null || named === undefined)
    throw new ExpositionError(`expected HELP, TYPE, UNIT or EOF, got ${JSON.stringify(text.slice(start, end))}`);
  const rest = (match[2] ?? '').slice(named.end);
  const words = rest.startsWith(' ') ? rest.slice(1) : rest;
  METADATA[match[1] as keyof typeof METADATA](reader, named.name, words);
  return end + 1;
}

const METADATA = {
  HELP(reader: ExpositionReader, metric: string, words: string): void {
    reader.help(
      metric,
      words.replace(/\\([\\n"])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter)),
    );
  },
  TYPE(reader: ExpositionReader, metric: string, words: string): void {
    if (!TYPES.has(words)) throw new ExpositionError(`expected a metric type, got ${JSON.stringify(words)}`);
    reader.type(metric, words);
  },
  UNIT(reader: ExpositionReader, metric: string, words: string): void {
    if (words !== '' && !metric.endsWith(`_${words}`)) {
      throw new ExpositionError(`unit ${JSON.stringify(words)} is not the end of metric ${JSON.stringify(metric)}`);
    }
    reader.unit(metric, words);
  },
};

const AFTER_VALUE = /(?: (-?[0-9.eE+-]+|[A-Za-z+-]+))?(?: # (\{.*?\})(?: (\S+))?(?: (\S+))?)?(\n|$)/y;

function readSample(text: string, start: number, reader: ExpositionReader): number {
  const seriesEnd = endOfSeries(text, start);
  const series = text.slice(start, seriesEnd);
  const token = /^ ([^ \t\n]+)/.exec(text.slice(seriesEnd, seriesEnd + 400))?.[1];
  if (token === undefined) throw new ExpositionError(`expected one space and a value after ${JSON.stringify(series)}`);
  if (!reader.knows(series)) reader.meet(series);
  const value = parseGoFloat(token);
  if (value === undefined) throw new ExpositionError(`expected a number, got ${JSON.stringify(token)}`);
  AFTER_VALUE.lastIndex = seriesEnd + 1 + token.length;
  const rest = AFTER_VALUE.exec(text);
  if (rest === null) {
    reader.sample(series, value, undefined);
    throw new ExpositionError(
      `expected a timestamp, an exemplar or the end of the line after ${JSON.stringify(`${series} ${token}`)}`,
    );
  }
  const [all, timestamp, exemplar, exemplarValue] = rest;
  if (exemplar !== undefined) checkExemplar(exemplar, exemplarValue);
  reader.sample(series, value, timestamp === undefined ? undefined : milliseconds(timestamp));
  return AFTER_VALUE.lastIndex === 0 ? seriesEnd + 1 + token.length + all.length : AFTER_VALUE.lastIndex;
}

function milliseconds(seconds: string): number {
  const value = parseGoFloat(seconds);
  if (value === undefined || !Number.isFinite(value))
    throw new ExpositionError(`expected a timestamp in seconds, got ${JSON.stringify(seconds)}`);
  return Math.trunc(value * 1000);
}

function checkExemplar(labels: string, value: string | undefined): void {
  parseSeriesText(`exemplar${labels}`, '', true);
  if (value === undefined || parseGoFloat(value) === undefined)
    throw new ExpositionError('expected a value after the exemplar labels');
}
