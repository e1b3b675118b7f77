import type { Drill } from '../drill';

export const paymentOutage = {
  id: 'payment-outage',
  title: 'The payment gateway times out',
  category: 'dramatic',
  core: true,
  story: 'Four of five authorisations run into a time-out at the gateway; customers see their orders fail.',
  faults: [{ kind: 'payment_decline', service: 'payment', severity: 'severe' }],
  expected: [
    { rule: 'payment-failure-rate', withinSeconds: 60 },
    { rule: 'gateway-timeouts', withinSeconds: 60 },
  ],
  recoversWithinSeconds: 150,
  hints: [
    'Orders fail, yet the shop answers every page: which step of an order is slow or refused?',
    'Look at the reason that the payment events carry.',
  ],
  question: { ask: 'What do the declined payments have in common?', answers: ['gateway_timeout'] },
} as const satisfies Drill;
