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
