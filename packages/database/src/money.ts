/** Cents of a `numeric(12,2)` as PostgreSQL sends it: `'12.30'` is 1230. */
export function centsFromNumeric(numeric: string): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(numeric);
  if (match === null) throw new RangeError(`expected an amount with two decimals, got "${numeric}"`);
  const [, sign = '', units = '', decimals = ''] = match;
  const cents = Number(units) * 100 + Number(decimals.padEnd(2, '0'));
  return sign === '-' ? -cents : cents;
}

/** The text of a `numeric(12,2)`: 1230 is `'12.30'`. */
export function numericFromCents(cents: number): string {
  if (!Number.isSafeInteger(cents)) throw new RangeError(`expected whole cents, got ${cents}`);
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
