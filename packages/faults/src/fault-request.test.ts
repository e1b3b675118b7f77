import { FAULT_KINDS, FAULTS, parseFaultHeader, SEVERITIES, type FaultKind } from './index';
import { resolveFaultRequest } from './fault-request';

const KNOWN: readonly FaultKind[] = ['latency', 'error', 'payment_decline'];

describe('a request', () => {
  test('with a severity gets the numbers of that severity, defaults filled in', () => {
    expect(resolveFaultRequest({ kind: 'payment_decline', severity: 'severe' }, KNOWN)).toMatchObject({
      values: { share: 0.8, reason: 'gateway_timeout' },
      ttlSeconds: 600,
    });
  });

  test('can give exact numbers, a route and a time-to-live', () => {
    const request = { kind: 'latency', values: { ms: 70 }, route: '/orders/:id', ttlSeconds: 5 };
    expect(resolveFaultRequest(request, KNOWN)).toMatchObject({ ...request, values: { ms: 70, share: 1 } });
  });

  test.each([
    {
      name: 'an unknown kind',
      request: { kind: 'fire' },
      message: 'kind: this service has no fault "fire", it knows latency, error, payment_decline',
    },
    {
      name: 'a kind of another service',
      request: { kind: 'crash' },
      message: 'kind: this service has no fault "crash", it knows',
    },
    { name: 'no kind', request: {}, message: 'kind: ' },
    {
      name: 'both severity and values',
      request: { kind: 'error', severity: 'mild', values: {} },
      message: 'severity: expected either severity or values, got both',
    },
    { name: 'a missing number', request: { kind: 'latency' }, message: 'values.ms: ' },
    { name: 'a number out of range', request: { kind: 'error', values: { share: 2 } }, message: 'values.share: ' },
    {
      name: 'a number that the kind does not have',
      request: { kind: 'error', values: { ms: 2 } },
      message: 'values: Unrecognized key: "ms"',
    },
    {
      name: 'a time-to-live above ten minutes',
      request: { kind: 'error', ttlSeconds: 601 },
      message: 'ttlSeconds: expected at most 600 seconds, got 601',
    },
    { name: 'a route without a slash', request: { kind: 'error', route: 'orders' }, message: 'route: ' },
    { name: 'no object', request: 'latency', message: 'body: ' },
  ])('$name is refused', ({ request, message }) => {
    expect(() => resolveFaultRequest(request, KNOWN)).toThrow(message);
  });
});

test('the longest time-to-live can be set, and a fault without one lasts no longer', () => {
  expect(resolveFaultRequest({ kind: 'error', ttlSeconds: 3_600 }, KNOWN, 3_600).ttlSeconds).toBe(3_600);
  expect(resolveFaultRequest({ kind: 'error' }, KNOWN, 3_600).ttlSeconds).toBe(600);
  expect(resolveFaultRequest({ kind: 'error' }, KNOWN, 60).ttlSeconds).toBe(60);
});

test('every severity of every kind is valid', () => {
  const resolved = FAULT_KINDS.flatMap((kind) =>
    SEVERITIES.map((severity) => resolveFaultRequest({ kind, severity }, FAULT_KINDS)),
  );
  expect(resolved).toHaveLength(FAULT_KINDS.length * 3);
});

test('every kind says what it does in a sentence', () => {
  expect(FAULT_KINDS.filter((kind) => !/^[A-Z].*\.$/.test(FAULTS[kind].description))).toEqual([]);
});

describe('the header of one request', () => {
  test('names a kind and its numbers', () => {
    expect(parseFaultHeader('kind=latency; ms=500', KNOWN)).toMatchObject({
      kind: 'latency',
      values: { ms: 500, share: 1 },
    });
    expect(parseFaultHeader('kind=payment_decline;share=1;method=card', KNOWN).values).toMatchObject({
      method: 'card',
    });
  });

  test.each([
    ['latency', 'x-fault: expected name=value, got "latency"'],
    ['ms=500', 'kind: this service has no fault ""'],
    ['kind=latency;ms=soon', 'values.ms: '],
    ['kind=latency;ms=', 'values.ms: '],
  ])('%s is refused', (header, message) => {
    expect(() => parseFaultHeader(header, KNOWN)).toThrow(message);
  });
});
