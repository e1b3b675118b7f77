/** An extracted value as a label or a line holds it: numbers without exponent, as Go's FormatFloat prints them. */
export function extractedText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return fixedText(value);
  if (typeof value === 'boolean') return String(value);
  return undefined;
}

function fixedText(value: number): string {
  const plain = Object.is(value, -0) ? '-0' : String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(plain);
  if (match === null) return plain;
  const [, sign = '', first = '', rest = '', power = '0'] = match;
  const digits = first + rest;
  const exponent = Number(power);
  return exponent > 0 ? `${sign}${digits.padEnd(exponent + 1, '0')}` : `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
}
