/** A number of a recording: NaN and the infinities are texts, null is null. */
export type RecordedNumber = number | 'NaN' | '+Inf' | '-Inf' | null;

const SPECIAL = { NaN, '+Inf': Infinity, '-Inf': -Infinity } as const;

export function recordedNumber(value: RecordedNumber): number | null {
  return typeof value === 'string' ? SPECIAL[value] : value;
}

/** The same number as the recording: NaN equals NaN, others within a relative 1e-9. */
export function sameNumber(expected: RecordedNumber, actual: number | null): boolean {
  const number = recordedNumber(expected);
  if (number === null || actual === null) return number === actual;
  if (Object.is(number, actual) || number === actual) return true;
  return Math.abs(number - actual) <= 1e-9 * Math.max(Math.abs(number), Math.abs(actual));
}
