import { behaviourOf, NEWEST_BEHAVIOUR } from './behaviour';

test.each([
  ['13.0', NEWEST_BEHAVIOUR],
  ['12.4.1', NEWEST_BEHAVIOUR],
  ['10.4', undefined],
  ['twelve', undefined],
])('the behaviour of %s', (version, expected) => {
  expect(behaviourOf(version)).toBe(expected);
});

test('what came with 12.0, 12.1 and 12.4 is there from then on', () => {
  const flags = ['11.6', '12.0', '12.3', '12.4'].map((version) => behaviourOf(version)!);
  expect(flags.map(({ keepFiringFor }) => keepFiringFor)).toEqual([false, true, true, true]);
  expect(flags.map(({ errorLabelsInIdentity }) => errorLabelsInIdentity)).toEqual([false, false, true, true]);
  expect(flags.map(({ pendingForNoDataError }) => pendingForNoDataError)).toEqual([false, false, false, true]);
});
