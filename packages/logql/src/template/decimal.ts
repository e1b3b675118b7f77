import { QueryError } from '@firedrill/query-core';

/** A number as digits and decimals, so that 0.1 + 0.2 is 0.3, as the templates of Loki count. */
interface Decimal {
  readonly digits: bigint;
  readonly decimals: number;
}

/** The digits that a quotient has behind its point. */
const QUOTIENT_DECIMALS = 16;

export function addDecimals(left: number, right: number): number {
  return aligned(left, right, (one, other, decimals) => ({ digits: one + other, decimals }));
}

export function subtractDecimals(left: number, right: number): number {
  return aligned(left, right, (one, other, decimals) => ({ digits: one - other, decimals }));
}

export function multiplyDecimals(left: number, right: number): number {
  const [one, other] = [decimalOf(left), decimalOf(right)];
  return numberOf({ digits: one.digits * other.digits, decimals: one.decimals + other.decimals });
}

export function divideDecimals(left: number, right: number): number {
  if (right === 0) throw new QueryError('execution', 'decimal division by 0');
  return aligned(left, right, (one, other) => {
    const scaled = one * 10n ** BigInt(QUOTIENT_DECIMALS + 1);
    const quotient = scaled / other;
    return { digits: (quotient + (quotient < 0n ? -5n : 5n)) / 10n, decimals: QUOTIENT_DECIMALS };
  });
}

function aligned(
  left: number,
  right: number,
  combine: (left: bigint, right: bigint, decimals: number) => Decimal,
): number {
  const [one, other] = [decimalOf(left), decimalOf(right)];
  const decimals = Math.max(one.decimals, other.decimals);
  const scale = ({ digits, decimals: own }: Decimal): bigint => digits * 10n ** BigInt(decimals - own);
  return numberOf(combine(scale(one), scale(other), decimals));
}

function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new QueryError('execution', `Cannot create a Decimal from ${value}`);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([-+][0-9]+))?$/.exec(String(value)) ?? [];
  const digits = BigInt(sign + whole + fraction);
  const decimals = fraction.length - Number(exponent);
  return decimals >= 0 ? { digits, decimals } : { digits: digits * 10n ** BigInt(-decimals), decimals: 0 };
}

function numberOf({ digits, decimals }: Decimal): number {
  return Number(`${digits}e-${decimals}`);
}
