import { browse } from './journeys/browse';
import { buy, giveUp } from './journeys/buy';
import type { Journey } from './journeys/journey';

/** The shape of a load: which journeys in which proportion, and how many times the asked rate. */
export interface Profile {
  readonly description: string;
  readonly journeys: readonly { readonly journey: Journey; readonly weight: number }[];
  /** Multiplies the rate of journeys per second. */
  readonly factor: number;
}

export const PROFILES = {
  steady: {
    description: 'an ordinary day: most look, some buy, some give up',
    journeys: [
      { journey: browse, weight: 6 },
      { journey: buy, weight: 3 },
      { journey: giveUp, weight: 1 },
    ],
    factor: 1,
  },
  spike: {
    description: 'ten times the visitors, and most of them buy',
    journeys: [
      { journey: browse, weight: 2 },
      { journey: buy, weight: 7 },
      { journey: giveUp, weight: 1 },
    ],
    factor: 10,
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

export const PROFILE_NAMES = Object.keys(PROFILES) as [ProfileName, ...ProfileName[]];
