import type { Drill } from '../drill';

export const serviceCrash = {
  id: 'service-crash',
  title: 'The payment service is gone',
  category: 'dramatic',
  core: true,
  story: 'The payment process is stopped; its metrics vanish and orders wait for an answer that does not come.',
  stops: ['payment'],
  expected: [],
  recoversWithinSeconds: 150,
  hints: [
    'A service that is gone reports nothing: where do you see what is missing?',
    'Which targets does Prometheus reach?',
  ],
  question: { ask: 'Which service is down?', answers: ['payment'] },
} as const satisfies Drill;
