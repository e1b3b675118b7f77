import type { RecordedAnswer } from './logql';

/** What is wrong about our answer, or undefined when it is Loki's. Of errors the verdict and the place count. */
export function describeDifference(
  expected: RecordedAnswer,
  actual: RecordedAnswer,
): { readonly expected: string; readonly actual: string } | undefined {
  const same = expected.error === undefined ? sameResult(expected, actual) : sameError(expected.error, actual.error);
  return same ? undefined : { expected: describe(expected), actual: describe(actual) };
}

function describe(answer: RecordedAnswer): string {
  return answer.error ?? `${answer.resultType ?? ''} ${JSON.stringify(answer.result)}`;
}

const PLACE = /^parse error at line (\d+), col (\d+)/;
const PIPELINE = /pipeline error: '([^']*)'/;

function sameError(expected: string, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  const [, line, column] = PLACE.exec(expected) ?? [];
  const [, actualLine, actualColumn] = PLACE.exec(actual) ?? [];
  // Loki's lexer names line 0 for what it reads without its scanner.
  if (column !== undefined && (column !== actualColumn || (line !== '0' && line !== actualLine))) return false;
  return PIPELINE.exec(expected)?.[1] === PIPELINE.exec(actual)?.[1];
}

function sameResult(expected: RecordedAnswer, actual: RecordedAnswer): boolean {
  if (expected.resultType !== actual.resultType) return false;
  if (expected.timeIsGarbage === true)
    return sameValue((expected.result as unknown[])[1], (actual.result as unknown[])[1]);
  // The recordings put matrices and streams into an order of their own.
  const unordered = expected.tiesUnordered === true || expected.resultType !== 'vector';
  if (unordered && Array.isArray(expected.result))
    return sameValue(canonical(expected.result), canonical(actual.result));
  return sameValue(expected.result, actual.result);
}

interface RecordedSeries {
  readonly metric?: Readonly<Record<string, string>>;
  readonly stream?: Readonly<Record<string, string>>;
}

function canonical(result: unknown): unknown {
  const key = ({ metric, stream }: RecordedSeries): string =>
    JSON.stringify(Object.entries(metric ?? stream ?? {}).sort());
  return (result as readonly RecordedSeries[]).toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
}

/** Equal JSON, numbers within a relative 1e-9 of each other. */
function sameValue(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index]));
  }
  if (typeof left === 'object' && typeof right === 'object' && left !== null && right !== null) {
    const [leftEntries, rightEntries] = [left, right].map((side) => new Map(Object.entries(side)));
    if (leftEntries === undefined || leftEntries.size !== rightEntries?.size) return false;
    return [...leftEntries].every(([key, value]) =>
      key === 'metric' || key === 'stream'
        ? sameLabels(value, rightEntries.get(key))
        : rightEntries.has(key) && sameValue(value, rightEntries.get(key)),
    );
  }
  return left === right || closeNumbers(left, right);
}

function sameLabels(left: unknown, right: unknown): boolean {
  const sorted = (labels: unknown): string => JSON.stringify(Object.entries(labels ?? {}).sort());
  return sorted(left) === sorted(right);
}

function closeNumbers(left: unknown, right: unknown): boolean {
  if (typeof left !== 'string' || typeof right !== 'string' || left === '' || right === '') return false;
  const [one, other] = [Number(left), Number(right)];
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
}
