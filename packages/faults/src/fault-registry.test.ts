import { FaultRegistry, type Fault, type FaultChange } from './index';

let changes: [FaultChange, string][];
let faults: FaultRegistry;

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000 });
  changes = [];
  const onChange = (change: FaultChange, { id }: Fault): void => void changes.push([change, id]);
  faults = new FaultRegistry({ now: Date.now, onChange });
  faults.register('error');
});
afterEach(() => {
  jest.useRealTimers();
});

test('a fault is active on its route until its time is over', () => {
  faults.inject({ kind: 'error', severity: 'mild', route: '/orders', ttlSeconds: 30 });
  expect(faults.active('error', '/orders')?.values).toEqual({ share: 0.05, status: 500 });
  expect(faults.active('error', '/products')).toBeUndefined();
  jest.advanceTimersByTime(29_999);
  expect(faults.list()).toMatchObject([{ id: 'error-1', startedAt: 1_000, endsAt: 31_000 }]);
  jest.advanceTimersByTime(1);
  expect(faults.list()).toEqual([]);
  expect(changes).toEqual([
    ['injected', 'error-1'],
    ['expired', 'error-1'],
  ]);
});

test('a fault without a route holds everywhere, and the latest one counts', () => {
  faults.inject({ kind: 'error', values: { status: 500 } });
  faults.inject({ kind: 'error', values: { status: 502 } });
  expect(faults.active('error', '/anything')?.values.status).toBe(502);
  expect(faults.clear('error-2')).toBe(true);
  expect(faults.active('error')?.values.status).toBe(500);
});

test('an injector starts with the fault and is stopped once', () => {
  const stop = jest.fn();
  const start = jest.fn(() => stop);
  faults.register('log_silence', start);
  faults.inject({ kind: 'log_silence', ttlSeconds: 10 });
  expect(start).toHaveBeenCalledWith(expect.objectContaining({ kind: 'log_silence', values: {} }));
  faults.clearAll();
  jest.advanceTimersByTime(60_000);
  expect(stop).toHaveBeenCalledTimes(1);
  expect(changes.map(([change]) => change)).toEqual(['injected', 'cleared']);
});

test('clearing what is not there says so', () => {
  expect(faults.clear('error-1')).toBe(false);
});

test('a kind that is not registered is refused, and nothing starts', () => {
  expect(() => faults.inject({ kind: 'crash' })).toThrow('this service has no fault "crash", it knows error');
  expect(changes).toEqual([]);
});
