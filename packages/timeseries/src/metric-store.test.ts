import fc from 'fast-check';
import { Labels } from './labels';
import { createMatcher, type Matcher } from './matcher';
import { MetricStore } from './metric-store';

const roomy = { retentionMs: 3_600_000, maxSamples: 1_000_000 };
const up = (instance: string): Labels => Labels.of({ __name__: 'up', job: 'api', instance });
const named = (name: string): Matcher[] => [createMatcher('__name__', '=', name)];

/** Selected samples as plain data: instance to [time, value] pairs, 'stale' for a marker. */
function read(
  store: MetricStore,
  matchers: readonly Matcher[],
  fromMs = -Infinity,
  toMs = Infinity,
): Record<string, unknown[]> {
  const found = store.select(matchers, fromMs, toMs).map(({ labels, baseMs, timestamps, values, stale, from, to }) => {
    const indexes = Array.from({ length: to - from }, (_, offset) => from + offset);
    return [
      labels.get('instance'),
      indexes.map((index) => [baseMs + timestamps[index]!, stale?.[index] === 1 ? 'stale' : values[index]]),
    ];
  });
  return Object.fromEntries(found) as Record<string, unknown[]>;
}

describe('select', () => {
  test('gives samples after the first time up to and including the second', () => {
    const store = new MetricStore(roomy);
    for (const timeMs of [1000, 2000, 3000, 4000]) store.append(up('a'), timeMs, timeMs / 1000);
    expect(read(store, named('up'), 1000, 3000)).toEqual({
      a: [
        [2000, 2],
        [3000, 3],
      ],
    });
    expect(read(store, named('up'), 4000, 9000)).toEqual({});
  });

  test('keeps samples that lie years apart at their times', () => {
    const store = new MetricStore({ retentionMs: Infinity, maxSamples: 1_000_000 });
    const times = [-1e12, -1e12 + 1, 0, 5000, 2 ** 32, 2 ** 32 + 5001, 1.8e12, 1.8e12 + 1];
    for (const timeMs of times) store.append(up('a'), timeMs, timeMs / 1000);
    expect(read(store, named('up'))).toEqual({ a: times.map((timeMs) => [timeMs, timeMs / 1000]) });
    expect(read(store, named('up'), 0, 2 ** 32)).toEqual({
      a: [
        [5000, 5],
        [2 ** 32, 2 ** 32 / 1000],
      ],
    });
  });

  test('a series that lives for months keeps its times while old samples go', () => {
    const store = new MetricStore({ retentionMs: 86_400_000, maxSamples: 1_000_000 });
    const hours = Array.from({ length: 24 * 100 }, (_, hour) => hour * 3_600_000);
    for (const timeMs of hours) store.append(up('a'), timeMs, timeMs);
    expect(read(store, named('up'))).toEqual({ a: hours.slice(-24).map((timeMs) => [timeMs, timeMs]) });
  });

  test('keeps stale markers apart from NaN', () => {
    const store = new MetricStore(roomy);
    store.append(up('a'), 1000, NaN);
    store.appendStale(up('a'), 2000);
    store.append(up('a'), 3000, 1);
    expect(read(store, named('up'))).toEqual({
      a: [
        [1000, NaN],
        [2000, 'stale'],
        [3000, 1],
      ],
    });
  });

  test.each([
    { name: 'an equality', matchers: [...named('up'), createMatcher('instance', '=', 'a')], expected: ['a'] },
    { name: 'a missing value', matchers: [...named('up'), createMatcher('instance', '=', 'z')], expected: [] },
    {
      name: 'a label that is absent',
      matchers: [...named('up'), createMatcher('zone', '=', '')],
      expected: ['a', 'b'],
    },
    { name: 'a negation', matchers: [...named('up'), createMatcher('instance', '!=', 'a')], expected: ['b', 'c'] },
    { name: 'a name expression', matchers: [createMatcher('__name__', '=~', 'u.')], expected: ['a', 'b', 'c'] },
    { name: 'no name', matchers: [createMatcher('zone', '=~', '.+')], expected: ['c'] },
    { name: 'an unknown name', matchers: named('down'), expected: [] },
  ])('finds by $name', ({ matchers, expected }) => {
    const store = new MetricStore(roomy);
    store.append(up('a'), 1000, 1);
    store.append(up('b'), 1000, 1);
    store.append(up('c').with('zone', 'eu'), 1000, 1);
    expect(Object.keys(read(store, matchers)).sort()).toEqual(expected);
  });

  test('sees series that came after the same matchers were asked for', () => {
    const store = new MetricStore(roomy);
    const matchers = named('up');
    store.append(up('a'), 1000, 1);
    read(store, matchers);
    store.append(up('b'), 1000, 1);
    expect(Object.keys(read(store, matchers))).toEqual(['a', 'b']);
  });
});

test('a sample that is not newer than the last one is refused and counted', () => {
  const store = new MetricStore(roomy);
  expect(store.append(up('a'), 2000, 1)).toBe(true);
  expect(store.append(up('a'), 2000, 2)).toBe(false);
  expect(store.append(up('a'), 1000, 2)).toBe(false);
  expect(store.stats()).toEqual({ series: 1, samples: 1, dropped: 0, outOfOrder: 2 });
});

test('samples older than the retention are forgotten, and series that have no others', () => {
  const store = new MetricStore({ ...roomy, retentionMs: 10_000 });
  store.append(up('gone'), 0, 1);
  for (let timeMs = 1000; timeMs <= 30_000; timeMs += 1000) store.append(up('a'), timeMs, 1);
  expect(store.stats()).toMatchObject({ series: 1, samples: 10, dropped: 0 });
  expect(Object.keys(read(store, named('up')))).toEqual(['a']);
});

test('a full store drops the oldest samples of all series and says so', () => {
  const store = new MetricStore({ ...roomy, maxSamples: 100 });
  for (let timeMs = 1; timeMs <= 200; timeMs++) {
    store.append(up('a'), timeMs * 1000, timeMs);
    store.append(up('b'), timeMs * 1000, timeMs);
  }
  const { samples, dropped } = store.stats();
  expect(samples).toBeLessThanOrEqual(100);
  expect(samples).toBeGreaterThan(80);
  expect(samples + dropped).toBe(400);
  expect(read(store, named('up'), 199_000)).toEqual({ a: [[200_000, 200]], b: [[200_000, 200]] });
});

describe('a handle', () => {
  test('appends samples and stale markers', () => {
    const store = new MetricStore(roomy);
    const handle = store.handle(up('a'));
    handle.append(1000, 5);
    handle.appendStale(2000);
    expect(handle.labels).toEqual(up('a'));
    expect(read(store, named('up'))).toEqual({
      a: [
        [1000, 5],
        [2000, 'stale'],
      ],
    });
  });

  test('brings its series back after it was forgotten', () => {
    const store = new MetricStore({ ...roomy, retentionMs: 10_000 });
    const handle = store.handle(up('a'));
    handle.append(0, 1);
    store.append(up('b'), 60_000, 1);
    handle.append(61_000, 2);
    expect(read(store, named('up'))).toEqual({ b: [[60_000, 1]], a: [[61_000, 2]] });
  });
});

describe('label queries', () => {
  const store = new MetricStore(roomy);
  store.append(up('b'), 1000, 1);
  store.append(up('a'), 5000, 1);
  store.append(Labels.of({ __name__: 'errors', code: '500' }), 5000, 1);

  test('list series by selector and time, sorted', () => {
    expect(store.seriesLabels([named('up')]).map((labels) => labels.get('instance'))).toEqual(['a', 'b']);
    expect(store.seriesLabels([named('up'), named('errors')], 2000).length).toBe(2);
    expect(store.seriesLabels([named('up')], 0, 1000)).toEqual([up('b')]);
  });

  test('list names and values', () => {
    expect(store.labelNames()).toEqual(['__name__', 'code', 'instance', 'job']);
    expect(store.labelNames([named('errors')])).toEqual(['__name__', 'code']);
    expect(store.labelValues('instance')).toEqual(['a', 'b']);
    expect(store.labelValues('instance', [[]], 2000, 9000)).toEqual(['a']);
    expect(store.labelValues('absent')).toEqual([]);
  });
});

test('whatever is appended, a window holds exactly the newest samples in it', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(gaps, fc.nat(2000), fc.nat(2000), (steps, fromMs, length) => {
      const store = new MetricStore({ retentionMs: 500, maxSamples: 1000 });
      const times: number[] = [];
      let timeMs = 0;
      for (const step of steps) {
        times.push((timeMs += step));
        store.append(up('a'), timeMs, timeMs);
      }
      const expected = times.filter((time) => time > fromMs && time <= fromMs + length && time > timeMs - 500);
      const found = read(store, named('up'), fromMs, fromMs + length);
      expect(found.a ?? []).toEqual(expected.map((time) => [time, time]));
    }),
  );
});
