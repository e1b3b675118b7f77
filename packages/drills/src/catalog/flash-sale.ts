import type { Drill } from '../drill';

export const flashSale = {
  id: 'flash-sale',
  title: 'Everybody wants the same product',
  category: 'dramatic',
  core: true,
  story:
    'A post goes viral: ten times the visitors come, all for one product, and they buy faster than the supplier delivers.',
  traffic: { profile: 'spike', productId: 1 },
  restocks: [1],
  expected: [{ rule: 'low-stock', withinSeconds: 60 }],
  recoversWithinSeconds: 150,
  hints: ['Nothing is broken. Which number is falling?', 'Compare what is sold with what the supplier delivers.'],
  question: { ask: 'Which product ran out?', answers: ['1'] },
} as const satisfies Drill;
