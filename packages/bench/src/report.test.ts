import type { Measurement } from './measurement';
import { formatTable, verdict } from './report';

const SLOW: Measurement = { what: 'slow', measured: 30, unit: 'ms', goal: { atMost: 20 }, limit: 'the disk' };

test.each<[string, Measurement, string]>([
  ['a figure at its upper goal is met', { ...SLOW, measured: 20 }, 'met'],
  ['a figure above its upper goal is missed', SLOW, 'missed'],
  ['a figure at its lower goal is met', { ...SLOW, goal: { atLeast: 30 } }, 'met'],
  ['a figure below its lower goal is missed', { ...SLOW, goal: { atLeast: 31 } }, 'missed'],
  ['a figure that was not measured is missed', { ...SLOW, measured: NaN }, 'missed'],
  ['a figure without a goal is reported', { what: 'x', measured: 1, unit: 'ms' }, 'reported'],
])('%s', (_, measurement, expected) => {
  expect(verdict(measurement)).toBe(expected);
});

test('what limits a figure is shown when its goal is missed', () => {
  expect(formatTable([SLOW]).split('\n')).toEqual([
    'what  measured  goal   verdict  beside',
    'slow  30 ms     <= 20  missed',
    '',
    'What limits the missed ones:',
    'slow: the disk',
  ]);
});

test('what limits a figure is left out when its goal is met', () => {
  expect(formatTable([{ ...SLOW, measured: 3 }])).not.toContain('the disk');
});
