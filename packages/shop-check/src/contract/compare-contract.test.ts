import type { ServiceContract } from '@firedrill/service-kit';
import { compareEvents, compareMetrics } from './compare-contract';

const CONTRACT = {
  metrics: {
    payments_total: { type: 'counter', help: '', labels: { status: ['approved', 'declined'] } },
    wait_seconds: { type: 'histogram', help: '', labels: { queue: 'any' } },
  },
  events: { payment_made: { level: 'info', message: '', fields: { amount: 'number', coupon: 'string?' } } },
} as unknown as ServiceContract;

test.each([
  {
    name: 'all that is declared',
    text: 'payments_total{status="approved"} 1\nwait_seconds_bucket{le="1",queue="a b}"} 0\nprocess_cpu_seconds_total 1',
    undeclared: [],
    unseen: [],
  },
  {
    name: 'a value outside a closed label',
    text: 'payments_total{status="lost"} 1\nwait_seconds_sum{queue="a"} 0',
    undeclared: ['payments_total{status="lost"}'],
    unseen: [],
  },
  {
    name: 'an unknown label and an unknown metric',
    text: 'payments_total{method="card"} 1\ncarts 2',
    undeclared: ['payments_total{method}', 'carts'],
    unseen: ['payments_total{status}', 'wait_seconds', 'wait_seconds{queue}'],
  },
])('of a scrape: $name', ({ text, undeclared, unseen }) => {
  expect(compareMetrics(CONTRACT, text)).toEqual({ undeclared, unseen });
});

test.each([
  {
    name: 'all that is declared',
    line: { level: 'info', event: 'payment_made', amount: 1, coupon: 'x', reqId: 'r' },
    undeclared: [],
    unseen: [],
  },
  {
    name: 'another level, another type and an unknown field',
    line: { level: 'warn', event: 'payment_made', amount: '1', card: '4111' },
    undeclared: ['payment_made at level warn', 'payment_made.amount', 'payment_made.card'],
    unseen: ['payment_made.coupon'],
  },
  {
    name: 'an unknown event',
    line: { level: 'info', event: 'payment_lost' },
    undeclared: ['payment_lost at level info'],
    unseen: ['payment_made', 'payment_made.amount', 'payment_made.coupon'],
  },
])('of a log: $name', ({ line, undeclared, unseen }) => {
  expect(compareEvents(CONTRACT, [line])).toEqual({ undeclared, unseen });
});
