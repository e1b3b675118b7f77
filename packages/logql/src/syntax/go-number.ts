/** A text that is no number, worded as Go's strconv does: label values carry such texts in `__error_details__`. */
export class GoNumberError extends Error {
  override readonly name = 'GoNumberError';
}

const DIGITS = '[0-9](?:_?[0-9])*';
const DECIMAL = new RegExp(`^[+-]?(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`);
const HEXADECIMAL = /^([+-]?)0[xX]([0-9a-fA-F_]*)\.?([0-9a-fA-F_]*)[pP]([+-]?[0-9]+)$/;
const SPECIAL: Readonly<Record<string, number>> = { inf: Infinity, infinity: Infinity, nan: NaN };

/** A float in Go's notation. Throws GoNumberError for other texts and for what does not fit. */
export function parseGoFloat(text: string): number {
  if (DECIMAL.test(text)) return inRange(Number(text.replaceAll('_', '')), text);
  const unsigned = text.replace(/^[+-]/, '');
  const special = SPECIAL[unsigned.toLowerCase()];
  if (special !== undefined && !(Number.isNaN(special) && unsigned !== text))
    return text.startsWith('-') ? -special : special;
  const hexadecimal = HEXADECIMAL.exec(text);
  if (hexadecimal === null || (hexadecimal[2] ?? '') + (hexadecimal[3] ?? '') === '') {
    throw new GoNumberError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  const [, sign, whole = '', fraction = '', exponent = '0'] = hexadecimal;
  const digits = (whole + fraction).replaceAll('_', '');
  const scale = Number(exponent) - 4 * fraction.replaceAll('_', '').length;
  return inRange(Number(`0x${digits}`) * 2 ** scale * (sign === '-' ? -1 : 1), text);
}

function inRange(value: number, text: string): number {
  if (Number.isFinite(value)) return value;
  throw new GoNumberError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: value out of range`);
}
