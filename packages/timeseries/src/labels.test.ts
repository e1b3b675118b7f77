import { Labels } from './labels';

test('equal sets have equal keys, whatever the order they were written in', () => {
  expect(Labels.of({ b: '2', a: '1' }).key).toBe(Labels.of({ a: '1', b: '2' }).key);
});

test.each([
  { name: 'a value that looks like another label', left: { a: '","b' }, right: { a: '', b: '' } },
  { name: 'an empty value against a missing label', left: { a: '' }, right: {} },
])('$name is a different set', ({ left, right }) => {
  expect(Labels.of(left).equals(Labels.of(right))).toBe(false);
});

test('keep, drop and with make new sets', () => {
  const labels = Labels.of({ job: 'api', instance: 'a', le: '1' });
  expect(labels.keep(['job', 'le']).toObject()).toEqual({ job: 'api', le: '1' });
  expect(labels.drop(['le']).toObject()).toEqual({ job: 'api', instance: 'a' });
  expect(labels.with('le', '2').get('le')).toBe('2');
  expect(labels.get('le')).toBe('1');
  expect(labels.get('absent')).toBe('');
  expect(labels.drop(['absent'])).toBe(labels);
});

test.each([
  { name: 'by the first name', left: { a: '1' }, right: { b: '1' }, expected: -1 },
  { name: 'by the value of an equal name', left: { a: '2' }, right: { a: '10' }, expected: 1 },
  { name: 'the shorter set first', left: { a: '1' }, right: { a: '1', b: '1' }, expected: -1 },
  { name: 'equal sets as equal', left: { a: '1' }, right: { a: '1' }, expected: 0 },
])('compare orders $name', ({ left, right, expected }) => {
  expect(Math.sign(Labels.of(left).compare(Labels.of(right)))).toBe(expected);
});

test('derive asks an owner once while it remembers', () => {
  const labels = Labels.of({ a: '1', b: '2' });
  const [first, second] = [{}, {}];
  const make = jest.fn((set: Labels) => set.keep(['a']));
  const derived = labels.derive(first, make);
  labels.derive(second, make);
  expect(labels.derive(first, make)).toBe(derived);
  expect(make).toHaveBeenCalledTimes(2);
});

test('derive forgets the owner that has not asked for the longest', () => {
  const labels = Labels.of({ a: '1' });
  const make = jest.fn((set: Labels) => set);
  const owners = Array.from({ length: 9 }, () => ({}));
  for (const owner of owners) labels.derive(owner, make);
  labels.derive(owners[0]!, make);
  expect(make).toHaveBeenCalledTimes(10);
});
