/**
 * Whether an answer is the recorded one. A recorded text `<name>` stands for any value, a key that is missing on either
 * side is a difference, and lists are compared in their order.
 */
export function matchesRecorded(expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'string' && /^<.*>$/s.test(expected)) return actual !== undefined;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => matchesRecorded(item, actual[index]))
    );
  }
  if (!isRecord(expected)) return Object.is(expected, actual);
  if (!isRecord(actual)) return false;
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].every((key) => key in expected && key in actual && matchesRecorded(expected[key], actual[key]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
