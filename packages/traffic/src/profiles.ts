import { browse, search } from './journeys/browse';
import { checkOut, giveUp, track } from './journeys/check-out';
import { cart } from './journeys/fill-cart';
import type { Journey } from './journeys/journey';
import { guessPassword, logIn, tryStolenPair } from './journeys/log-in';

/** The shape of a load: which journeys in which proportion, and how many times the asked rate. */
export interface Profile {
  readonly description: string;
  readonly journeys: readonly WeightedJourney[];
  /** Multiplies the rate of journeys per second. */
  readonly factor: number;
  /** The factor is reached after so many seconds, evenly from 1. */
  readonly rampSeconds?: number;
  /** The product that everybody comes for when the load names none. */
  readonly productId?: number;
}

export interface WeightedJourney {
  readonly journey: Journey;
  readonly weight: number;
  /** All of these come from this address; each shopper has one of their own when undefined. */
  readonly address?: string;
}

// Three of ten order something.
const ORDINARY: readonly WeightedJourney[] = [
  { journey: browse, weight: 35 },
  { journey: search, weight: 15 },
  { journey: cart, weight: 10 },
  { journey: checkOut, weight: 17 },
  { journey: track, weight: 8 },
  { journey: logIn, weight: 5 },
  { journey: giveUp, weight: 10 },
];

const CROWD: readonly WeightedJourney[] = [
  { journey: browse, weight: 2 },
  { journey: checkOut, weight: 7 },
  { journey: giveUp, weight: 1 },
];

// From a range kept for documentation (RFC 5737), so that it is nobody's.
const ATTACKER = '203.0.113.66';

export const PROFILES = {
  steady: {
    description: 'an ordinary day: most look, some buy, some give up',
    journeys: ORDINARY,
    factor: 1,
  },
  spike: {
    description: 'ten times the visitors, and most of them buy',
    journeys: CROWD,
    factor: 10,
  },
  ramp: {
    description: 'an ordinary day that grows to ten times the visitors within five minutes',
    journeys: ORDINARY,
    factor: 10,
    rampSeconds: 300,
  },
  'brute-force': {
    description: 'an ordinary day, and from one address somebody guesses the password of one account',
    journeys: [...ORDINARY, { journey: guessPassword, weight: 100, address: ATTACKER }],
    factor: 2,
  },
  'credential-stuffing': {
    description: 'an ordinary day, and from one address somebody tries stolen passwords on many accounts',
    journeys: [...ORDINARY, { journey: tryStolenPair, weight: 100, address: ATTACKER }],
    factor: 2,
  },
  'one-product': {
    description: 'twice the visitors, all for one product, and most of them buy it',
    journeys: CROWD,
    factor: 2,
    productId: 1,
  },
  silent: {
    description: 'nobody comes',
    journeys: [],
    factor: 0,
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

export const PROFILE_NAMES = Object.keys(PROFILES) as [ProfileName, ...ProfileName[]];

/** Journeys a second so many seconds after the load began. */
export function journeysPerSecond({ factor, rampSeconds }: Profile, rate: number, seconds: number): number {
  if (rampSeconds === undefined) return rate * factor;
  return rate * (1 + (factor - 1) * Math.min(1, seconds / rampSeconds));
}
