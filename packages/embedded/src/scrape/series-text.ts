import { ExpositionError, isBlank, parseGoFloat } from './exposition-reader';

/** A series as a body writes it: labels in their order, the name among them as `__name__`, empty values kept. */
export type WrittenLabels = readonly (readonly [name: string, value: string])[];

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;

/** The metric name, plain or quoted, that a text begins with. */
export function readMetricName(text: string): { readonly name: string; readonly end: number } | undefined {
  if (text.startsWith('"')) {
    const end = endOfQuoted(text, 0);
    return end === undefined ? undefined : { name: unescapeValue(text.slice(1, end - 1)), end };
  }
  const name = NAME.exec(text)?.[0];
  return name === undefined ? undefined : { name, end: name.length };
}

/**
 * Parses `name{label="value",…}` and `{"name",…}`. With `metricType` histogram or summary, `le` and `quantile` are
 * written as floats (`1` becomes `1.0`), as Prometheus stores them.
 */
export function parseSeriesText(series: string, metricType: string, strict: boolean): WrittenLabels {
  const open = series.indexOf('{');
  const plainName = open < 0 ? series : series.slice(0, open);
  const labels: (readonly [string, string])[] = [];
  let name = plainName === '' ? undefined : plainName;
  const cursor = { at: open + 1 };
  let commaAllowed = false;
  while (open >= 0) {
    if (!strict) skipBlanks(series, cursor);
    const code = series[cursor.at];
    if (code === '}') break;
    if (code === ',' && commaAllowed) {
      cursor.at += 1;
      commaAllowed = false;
      continue;
    }
    if (strict && commaAllowed) throw fail(series, cursor.at, 'a comma');
    const word = readWord(series, cursor);
    if (!strict) skipBlanks(series, cursor);
    if (series[cursor.at] === '=') labels.push(readLabel(series, cursor, word.text, metricType, strict));
    else if (!word.quoted) throw fail(series, cursor.at, '"="');
    else if (name !== undefined) throw new ExpositionError(`a second metric name in ${JSON.stringify(series)}`);
    else name = word.text;
    commaAllowed = true;
  }
  if (name === undefined) throw new ExpositionError(`no metric name in ${JSON.stringify(series)}`);
  return [['__name__', name], ...labels];
}

interface Cursor {
  at: number;
}

function skipBlanks(text: string, cursor: Cursor): void {
  while (isBlank(text.charCodeAt(cursor.at))) cursor.at += 1;
}

function readWord(series: string, cursor: Cursor): { readonly text: string; readonly quoted: boolean } {
  if (series[cursor.at] === '"') return { text: readQuoted(series, cursor), quoted: true };
  LABEL_NAME.lastIndex = cursor.at;
  const text = LABEL_NAME.exec(series)?.[0];
  if (text === undefined) throw fail(series, cursor.at, 'a label name');
  cursor.at += text.length;
  return { text, quoted: false };
}

function readLabel(
  series: string,
  cursor: Cursor,
  name: string,
  metricType: string,
  strict: boolean,
): readonly [string, string] {
  cursor.at += 1;
  if (!strict) skipBlanks(series, cursor);
  if (series[cursor.at] !== '"') throw fail(series, cursor.at, 'a quoted label value');
  const value = readQuoted(series, cursor);
  const isBound = (metricType === 'histogram' && name === 'le') || (metricType === 'summary' && name === 'quantile');
  return [name, isBound ? normaliseFloat(value) : value];
}

function readQuoted(series: string, cursor: Cursor): string {
  const end = endOfQuoted(series, cursor.at);
  if (end === undefined) throw fail(series, cursor.at, 'a closing quote');
  const raw = series.slice(cursor.at + 1, end - 1);
  cursor.at = end;
  return unescapeValue(raw);
}

function endOfQuoted(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

/** `\n`, `\"` and `\\`; any other escape stays as it is written. */
function unescapeValue(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\([\\n"])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}

/** The shortest form of the number that has a point or an exponent, as OpenMetrics writes it. */
function normaliseFloat(text: string): string {
  const value = parseGoFloat(text);
  if (value === undefined) return text;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || needsExponent(magnitude))) return goExponent(value);
  const plain = Object.is(value, -0) ? '-0' : String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** Go's `g` form takes the exponent when it has more digits before the point than the number needs, from 21 on always. */
function needsExponent(magnitude: number): boolean {
  const [digits = '', exponent = '0'] = magnitude.toExponential().split('e');
  const precision = Math.max(6, digits.replace('.', '').length);
  return Number(exponent) >= Math.min(precision, 21);
}

function goExponent(value: number): string {
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function fail(series: string, at: number, expected: string): ExpositionError {
  return new ExpositionError(
    `expected ${expected}, got ${JSON.stringify(series.slice(at, at + 1))} in ${JSON.stringify(series)}`,
  );
}
