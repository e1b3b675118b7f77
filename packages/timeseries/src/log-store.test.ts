import { Labels } from './labels';
import { LogStore } from './log-store';
import { createMatcher } from './matcher';

const api = Labels.of({ app: 'api', env: 'prod' });
const worker = Labels.of({ app: 'worker' });
const everything = { fromNs: 0n, toNs: 1n << 62n };

function push(
  store: LogStore,
  labels: Labels,
  ...entries: readonly (readonly [timestampNs: bigint, line: string])[]
): void {
  store.push(
    labels,
    entries.map(([timestampNs, line]) => ({ timestampNs, line })),
  );
}

function linesOf(store: LogStore, range = everything, matchers = [createMatcher('app', '=', 'api')]): string[] {
  return store
    .select(matchers, range)
    .flatMap((slice) => Array.from({ length: slice.length }, (_, index) => slice.line(index)));
}

describe('push', () => {
  test('stores a line of the same stream and time once, and counts the rest as duplicates', () => {
    const store = new LogStore();
    const entry = { timestampNs: 5n, line: 'same' };
    expect(store.push(api, [entry, entry, { timestampNs: 5n, line: 'other' }])).toEqual({ accepted: 2, duplicates: 1 });
    expect(store.push(api, [entry, { timestampNs: 6n, line: 'same' }])).toEqual({ accepted: 1, duplicates: 1 });
    expect(store.push(worker, [entry])).toEqual({ accepted: 1, duplicates: 0 });
    expect(linesOf(store)).toEqual(['same', 'other', 'same']);
    expect(store.stats()).toMatchObject({ streams: 2, entries: 4, accepted: 4, duplicates: 2 });
  });

  test('puts late lines where their time says, after those of the same time', () => {
    const store = new LogStore();
    push(store, api, [10n, 'a'], [30n, 'c'], [20n, 'b'], [10n, 'a2'], [5n, 'first']);
    expect(linesOf(store)).toEqual(['first', 'a', 'a2', 'b', 'c']);
  });

  test('keeps the metadata of each line when lines come late or go', () => {
    const store = new LogStore({ retentionMs: 1 });
    const pod = (name: string): Labels => Labels.of({ pod: name });
    store.push(api, [
      { timestampNs: 1_000_000n, line: 'a', metadata: pod('a') },
      { timestampNs: 1_500_000n, line: 'c', metadata: pod('c') },
      { timestampNs: 1_200_000n, line: 'b' },
    ]);
    const podsOf = (): (string | undefined)[] =>
      store
        .select([], everything)
        .flatMap((slice) => Array.from({ length: slice.length }, (_, index) => slice.metadata(index)?.get('pod')));
    expect(podsOf()).toEqual(['a', undefined, 'c']);
    push(store, api, [2_300_000n, 'd']);
    expect(podsOf()).toEqual(['c', undefined]);
  });
});

describe('select', () => {
  const store = new LogStore();
  push(store, api, [1_000_000_000n, 'a'], [1_000_000_001n, 'b'], [2_000_000_000n, 'c']);

  test.each([
    {
      name: 'the start is included, the end is not',
      fromNs: 1_000_000_000n,
      toNs: 2_000_000_000n,
      expected: ['a', 'b'],
    },
    { name: 'one nanosecond later', fromNs: 1_000_000_001n, toNs: 2_000_000_001n, expected: ['b', 'c'] },
    { name: 'an empty range', fromNs: 2_000_000_000n, toNs: 2_000_000_000n, expected: [] },
    { name: 'a range that ends before it starts', fromNs: 2_000_000_001n, toNs: 1_000_000_000n, expected: [] },
    { name: 'a range before 1970', fromNs: -5n, toNs: -1n, expected: [] },
  ])('$name', ({ fromNs, toNs, expected }) => {
    expect(linesOf(store, { fromNs, toNs })).toEqual(expected);
  });

  test('gives exact times', () => {
    const [slice] = store.select([createMatcher('app', '=', 'api')], everything);
    expect(slice?.timestampNs(1)).toBe(1_000_000_001n);
    expect([0, 1, 2].map((index) => slice?.offsetsFrom(1_000_000_001n)(index))).toEqual([-1, 0, 999_999_999]);
    expect(slice?.offsetsFrom(-1n)(0)).toBe(1_000_000_001);
  });

  test('a slice stays readable while older lines are dropped', () => {
    const full = new LogStore({ retentionMs: 0 });
    push(full, api, [0n, 'gone']);
    for (let index = 1; index <= 3000; index++) push(full, api, [BigInt(index), `line ${index}`]);
    const [slice] = full.select([], everything);
    for (let index = 3001; index <= 6000; index++) push(full, api, [BigInt(index), `line ${index}`]);
    expect(slice?.position).toBe(3000);
    expect(slice?.line(0)).toBe('');
    expect(linesOf(full)).toEqual(['line 6000']);
  });
});

describe('retention', () => {
  test('drops what is older than the newest line by more than the retention', () => {
    const store = new LogStore({ retentionMs: 1000 });
    push(store, worker, [0n, 'old']);
    push(store, api, [1_000_000_000n, 'kept'], [1_500_000_000n, 'new']);
    expect(store.stats()).toMatchObject({ streams: 1, entries: 2, droppedByAge: 1, oldestNs: 1_000_000_000n });
  });

  test('drops the oldest lines of all streams when the bytes are more than the limit', () => {
    const store = new LogStore({ maxBytes: 3 * (48 + 10) });
    push(store, api, [1n, 'a'.repeat(10)], [4n, 'b'.repeat(10)]);
    push(store, worker, [2n, 'c'.repeat(10)], [3n, 'd'.repeat(10)]);
    expect(store.stats()).toMatchObject({ entries: 3, bytes: 3 * 58, droppedBySize: 1, oldestNs: 2n });
    push(store, api, [5n, 'e'.repeat(20)]);
    expect(linesOf(store)).toEqual(['b'.repeat(10), 'e'.repeat(20)]);
    expect(store.stats()).toMatchObject({ droppedBySize: 3, streams: 1, newestNs: 5n });
  });

  test('goes on correctly after many lines were dropped', () => {
    const store = new LogStore({ retentionMs: 1 });
    for (let index = 0; index < 5000; index++) push(store, api, [BigInt(index) * 1_000_000n, `line ${index}`]);
    expect(linesOf(store)).toEqual(['line 4998', 'line 4999']);
    expect(store.stats()).toMatchObject({ entries: 2, droppedByAge: 4998 });
  });
});

describe('revisions', () => {
  const revisionOf = (store: LogStore): number | undefined => store.select([], everything)[0]?.revision;

  test('a line at the end keeps the revision, a late one changes it', () => {
    const store = new LogStore();
    push(store, api, [10n, 'a']);
    const before = revisionOf(store);
    push(store, api, [20n, 'b']);
    expect(revisionOf(store)).toBe(before);
    push(store, api, [15n, 'late']);
    expect(revisionOf(store)).not.toBe(before);
  });

  test('a stream that was emptied and comes back is another one', () => {
    const store = new LogStore({ retentionMs: 0 });
    push(store, api, [10n, 'a']);
    const before = revisionOf(store);
    push(store, worker, [20n, 'b']);
    push(store, api, [30n, 'c']);
    expect(revisionOf(store)).not.toBe(before);
  });
});

describe('labels', () => {
  const store = new LogStore();
  push(store, api, [10n, 'a']);
  push(store, worker, [20n, 'b']);

  test('names, values and series are those of streams with lines in the range', () => {
    expect(store.labelNames([], everything)).toEqual(['app', 'env']);
    expect(store.labelValues('app', [], everything)).toEqual(['api', 'worker']);
    expect(store.labelValues('env', [createMatcher('app', '=', 'worker')], everything)).toEqual([]);
    expect(store.series([], { fromNs: 15n, toNs: 25n }).map((labels) => labels.toObject())).toEqual([
      { app: 'worker' },
    ]);
  });
});
