import { GoNumberError, parseGoFloat } from './go-number';

const FACTORS: Readonly<Record<string, number>> = Object.fromEntries(
  ['', 'k', 'm', 'g', 't', 'p', 'e'].flatMap((prefix, power) =>
    prefix === ''
      ? [
          ['', 1],
          ['b', 1],
        ]
      : [
          [prefix, 1000 ** power],
          [`${prefix}b`, 1000 ** power],
          [`${prefix}i`, 1024 ** power],
          [`${prefix}ib`, 1024 ** power],
        ],
  ),
);

/**
 * Bytes of a size such as `1.5MB` (1000s) or `2 KiB` (1024s), in any case, as Loki reads values.
 * Throws GoNumberError, worded as Loki does.
 */
export function parseByteSize(text: string): number {
  const digits = /^[\p{Nd}.,]*/u.exec(text)?.[0] ?? '';
  const number = parseGoFloat(digits.replaceAll(',', ''));
  const unit = text.slice(digits.length).trim().toLowerCase();
  const factor = FACTORS[unit];
  if (factor === undefined) throw new GoNumberError(`unhandled size name: ${unit}`);
  if (number * factor >= 2 ** 64) throw new GoNumberError(`too large: ${text}`);
  return Math.trunc(number * factor);
}
