import { chanceByHash, simulatedGateway } from './simulated-gateway';

const decide = (idempotencyKey: string) =>
  simulatedGateway(chanceByHash).authorise({ orderId: 1, amount: 100, method: 'card', idempotencyKey });

test('about one in a hundred is declined, never for a time-out of the gateway', async () => {
  const decisions = await Promise.all(Array.from({ length: 20_000 }, (_, index) => decide(`order-${index}`)));
  const reasons = decisions.flatMap((decision) => decision?.declined ?? []);
  expect(reasons.length / decisions.length).toBeCloseTo(0.01, 2);
  expect(new Set(reasons)).toEqual(new Set(['insufficient_funds', 'card_expired', 'fraud_suspected']));
});

test('the same key meets the same decision', async () => {
  const keys = Array.from({ length: 300 }, (_, index) => `order-${index}`);
  expect(await Promise.all(keys.map(decide))).toEqual(await Promise.all(keys.map(decide)));
});
