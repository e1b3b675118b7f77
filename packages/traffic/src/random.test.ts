import { createRandom } from './random';

test('the same seed gives the same shoppers, another seed others', () => {
  const draw = (seed: number): number[] => Array.from({ length: 5 }, createRandom(seed).next);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('integers stay within their bounds and reach both', () => {
  const random = createRandom(1);
  const drawn = new Set(Array.from({ length: 200 }, () => random.integer(1, 3)));
  expect([...drawn].sort()).toEqual([1, 2, 3]);
});
