import { Labels } from '@firedrill/timeseries';
import { StreamOrder } from './stream-order';

const HOUR_NS = 3_600_000_000_000n;
const stream = Labels.of({ app: 'shop' });

function timesTaken(order: StreamOrder, labels: Labels, ...times: bigint[]): bigint[] {
  const entries = times.map((timestampNs) => ({ timestampNs, line: 'l' }));
  return order.split(labels, entries).taken.map(({ timestampNs }) => timestampNs);
}

test('an entry may lie an hour behind the newest of its stream, and no further', () => {
  const order = new StreamOrder();
  const newest = 10n * HOUR_NS;
  expect(timesTaken(order, stream, newest)).toEqual([newest]);
  expect(timesTaken(order, stream, newest - HOUR_NS, newest - HOUR_NS - 1n)).toEqual([newest - HOUR_NS]);
});

test('an entry moves the limit for those behind it in the same push', () => {
  const { taken, tooLate } = new StreamOrder().split(stream, [
    { timestampNs: 1n, line: 'first' },
    { timestampNs: 2n * HOUR_NS, line: 'second' },
    { timestampNs: 2n, line: 'third' },
  ]);
  expect(taken.map(({ line }) => line)).toEqual(['first', 'second']);
  expect(tooLate).toEqual([expect.stringContaining('timestamp 2 ignored')]);
});

test('a late entry does not move the limit back, and another stream has its own', () => {
  const order = new StreamOrder();
  timesTaken(order, stream, 3n * HOUR_NS, 2n * HOUR_NS);
  expect(timesTaken(order, stream, 2n * HOUR_NS - 1n)).toEqual([]);
  expect(timesTaken(order, Labels.of({ app: 'other' }), 1n)).toEqual([1n]);
});
