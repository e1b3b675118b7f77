/** The verbs of Go's strconv.FormatFloat that templates reach. */
export type FloatVerb = 'e' | 'f' | 'g';

/**
 * A float64 in Go's notation: `+Inf`, `NaN`, exponents of at least two digits. Without a precision the shortest digits
 * that read back the same; with one, ties go to the even digit as Go's do (JavaScript's toFixed rounds them up).
 */
export function formatFloat(value: number, verb: FloatVerb, precision?: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + formatAbsolute(Math.abs(value), verb, precision);
}

function formatAbsolute(value: number, verb: FloatVerb, precision: number | undefined): string {
  if (precision === undefined) return formatShortest(value, verb);
  if (verb === 'f') return formatFixed(value, precision);
  const significant = verb === 'g' ? Math.max(precision, 1) : precision + 1;
  const { digits, exponent } = roundToDigits(value, significant);
  if (verb === 'e') return joinExponent(digits, exponent);
  const trimmed = digits.replace(/0+$/, '') || '0';
  return exponent < -4 || exponent >= significant ? joinExponent(trimmed, exponent) : placePoint(trimmed, exponent);
}

function formatFixed(value: number, decimals: number): string {
  const isNative = decimals <= MOST_NATIVE_DIGITS && value < 1e15 && !isTie(value, decimals);
  return isNative ? value.toFixed(decimals) : insertPoint(scaledInteger(value, decimals).toString(), decimals);
}

/** JavaScript rounds exactly too, but for ties; its own formatting is used as far as these are told with certainty. */
const MOST_NATIVE_DIGITS = 20;

/** Whether the value lies in the middle between two texts of so many decimals: it is then odd / 2^(decimals + 1). */
function isTie(value: number, decimals: number): boolean {
  return (value * 2 ** (decimals + 1)) % 2 === 1;
}

/** With shortest digits Go's `%g` takes the exponent form below 10^-4 and from 10^6 on. */
function formatShortest(value: number, verb: FloatVerb): string {
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  const withExponent = verb === 'e' || (verb === 'g' && (exponent < -4 || exponent >= 6));
  return withExponent ? joinExponent(digits, exponent) : placePoint(digits, exponent);
}

function joinExponent(digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits.slice(0, 1)}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
}

function placePoint(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function insertPoint(digits: string, decimals: number): string {
  if (decimals === 0) return digits;
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

function roundToDigits(value: number, significant: number): { readonly digits: string; readonly exponent: number } {
  if (value === 0) return { digits: '0'.repeat(significant), exponent: 0 };
  const native = roundNatively(value, significant);
  if (native !== undefined) return native;
  let exponent = Number(value.toExponential().split('e')[1]);
  let digits = scaledInteger(value, significant - 1 - exponent).toString();
  if (digits.length < significant) {
    exponent -= 1;
    digits = scaledInteger(value, significant - 1 - exponent).toString();
  }
  return digits.length > significant
    ? { digits: digits.slice(0, significant), exponent: exponent + 1 }
    : { digits, exponent };
}

/** Undefined where ties are near, or the number of decimals is out of reach. */
function roundNatively(
  value: number,
  significant: number,
): { readonly digits: string; readonly exponent: number } | undefined {
  if (significant > MOST_NATIVE_DIGITS) return undefined;
  const [mantissa = '', power] = value.toExponential(significant - 1).split('e');
  const exponent = Number(power);
  const decimals = significant - 1 - exponent;
  const isCertain =
    decimals >= 0 && decimals <= MOST_NATIVE_DIGITS && !isTie(value, decimals) && !isTie(value, decimals + 1);
  return isCertain ? { digits: mantissa.replace('.', ''), exponent } : undefined;
}

/** value × 10^decimals as the nearest integer, exactly; ties to even. */
function scaledInteger(value: number, decimals: number): bigint {
  const { mantissa, power } = splitFloat(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (decimals >= 0) numerator *= 10n ** BigInt(decimals);
  else denominator *= 10n ** BigInt(-decimals);
  if (power >= 0) numerator <<= BigInt(power);
  else denominator <<= BigInt(-power);
  const quotient = numerator / denominator;
  const twiceRest = (numerator % denominator) * 2n;
  const roundsUp = twiceRest > denominator || (twiceRest === denominator && quotient % 2n === 1n);
  return roundsUp ? quotient + 1n : quotient;
}

/** value = mantissa × 2^power, from the bits of the double. */
function splitFloat(value: number): { readonly mantissa: bigint; readonly power: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const fraction = bits & 0xfffffffffffffn;
  const biased = Number((bits >> 52n) & 0x7ffn);
  return biased === 0
    ? { mantissa: fraction, power: -1074 }
    : { mantissa: fraction | 0x10000000000000n, power: biased - 1075 };
}
