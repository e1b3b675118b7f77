import { Labels, MetricStore } from '@firedrill/timeseries';
import { parseScript, type EvalCommand } from './parse-script';
import { repeatsOf, type Repeat } from './repeats';

const source = new MetricStore({ retentionMs: Infinity, maxSamples: Infinity });
for (let minute = 0; minute < 200; minute += 1) source.append(Labels.of({ __name__: 'm' }), minute * 60_000, minute);

function repeats(...lines: readonly string[]): readonly Repeat[] {
  const [command] = parseScript(lines.join('\n'));
  return repeatsOf(command as EvalCommand);
}

test('an instant eval is repeated in range mode, and at five times with @', () => {
  const ways = repeats('eval instant at 10m m').map(({ way }) => way);
  const times = [-6_000_000, 0, 120_000, 600_000, 6_000_000];
  const fixed = times.flatMap((time) => [`with @ at ${time} ms`, `with @ at ${time} ms in range mode`]);
  expect(ways).toEqual(['in range mode', ...fixed]);
});

test.each([['m'], ['sum_over_time(m[5m])'], ['max_over_time(sum(m)[5m:1m] offset 1m)'], ['-m + 2'], ['topk(1, m)']])(
  'each repeat of %s gives one value, and always the same',
  (expr) => {
    const values = repeats(`eval instant at 10m ${expr}`).map(({ evaluate }) => {
      const result = evaluate({ source });
      return result.ok && result.value.type === 'vector' ? result.value.samples.map(({ value }) => value) : result;
    });
    expect(values).toHaveLength(11);
    expect(values[0]).toHaveLength(1);
    expect(values).toEqual(values.map(() => values[0]));
  },
);

test('a number stays a number', () => {
  const results = repeats('eval instant at 10m scalar(m)', '10').map(({ evaluate }) => evaluate({ source }));
  expect(results.map((result) => result.ok && result.value)).toEqual(
    results.map(() => expect.objectContaining({ type: 'scalar', value: 10 }) as unknown),
  );
});

test.each([
  { name: 'a range eval', lines: ['eval range from 0 to 1m step 1m m'], count: 0 },
  { name: 'an eval that is to fail', lines: ['eval instant at 1m m', 'expect fail'], count: 0 },
  { name: 'a string', lines: ['eval instant at 1m "a"', 'expect string "a"'], count: 0 },
  { name: 'what asks for the bounds of the query', lines: ['eval instant at 1m m @ start()'], count: 0 },
  { name: 'what depends on the time', lines: ['eval instant at 1m time() + m'], count: 1 },
  { name: 'an ordered eval (with @ alone)', lines: ['eval instant at 1m sort(m)', 'expect ordered'], count: 5 },
  { name: 'an eval at 0 (three times)', lines: ['eval instant at 0 m'], count: 7 },
])('$name is repeated $count times', ({ lines, count }) => {
  expect(repeats(...lines)).toHaveLength(count);
});
