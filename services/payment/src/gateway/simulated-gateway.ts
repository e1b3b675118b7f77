import { createHash } from 'node:crypto';
import type { DeclineReason, PaymentGateway } from '../domain/payment';

/** A number from 0 up to 1 that belongs to a text. */
export type Chance = (text: string) => number;

/** Of ordinary authorisations one in a hundred is declined. */
export const ORDINARY_DECLINE_RATE = 0.01;

const ORDINARY_REASONS: readonly DeclineReason[] = ['insufficient_funds', 'card_expired', 'fraud_suspected'];

/** Stands for the gateway of a bank: decides by the key, so that a repeated request meets the same decision. */
export function simulatedGateway(chance: Chance): PaymentGateway {
  return {
    authorise: ({ idempotencyKey }) => {
      const drawn = chance(idempotencyKey);
      if (drawn >= ORDINARY_DECLINE_RATE) return Promise.resolve(undefined);
      const index = Math.floor((drawn / ORDINARY_DECLINE_RATE) * ORDINARY_REASONS.length);
      return Promise.resolve({ declined: ORDINARY_REASONS[index] ?? 'insufficient_funds' });
    },
  };
}

/** Chance by hash: the same text always draws the same number. */
export function chanceByHash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
