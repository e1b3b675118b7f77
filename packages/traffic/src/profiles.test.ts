import { journeysPerSecond, PROFILE_NAMES, PROFILES, type Profile } from './profiles';

test.each([
  { profile: 'steady', seconds: 0, perSecond: 5 },
  { profile: 'spike', seconds: 0, perSecond: 50 },
  { profile: 'ramp', seconds: 0, perSecond: 5 },
  { profile: 'ramp', seconds: 150, perSecond: 27.5 },
  { profile: 'ramp', seconds: 900, perSecond: 50 },
  { profile: 'silent', seconds: 60, perSecond: 0 },
] as const)('$profile sends $perSecond journeys a second after $seconds s', ({ profile, seconds, perSecond }) => {
  expect(journeysPerSecond(PROFILES[profile], 5, seconds)).toBe(perSecond);
});

test('three of ten journeys of an ordinary day order something', () => {
  const { journeys }: Profile = PROFILES.steady;
  const ordering = journeys.filter(({ journey }) => ['checkout', 'track', 'log-in'].includes(journey.name));
  const sum = (list: Profile['journeys']): number => list.reduce((total, { weight }) => total + weight, 0);
  expect(sum(ordering) / sum(journeys)).toBe(0.3);
});

test('only attackers share an address', () => {
  const shared = PROFILE_NAMES.flatMap((name) => [...(PROFILES[name] as Profile).journeys])
    .filter(({ address }) => address !== undefined)
    .map(({ journey }) => journey.name);
  expect(shared).toEqual(['guess-password', 'try-stolen-pair']);
});
