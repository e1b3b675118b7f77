import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, defineEvents, memoryLogger, type Logger } from './index';

const EVENTS = defineEvents({
  order_created: { level: 'info', message: 'Order created', fields: { orderId: 'number', coupon: 'string?' } },
  cache_missed: { level: 'debug', message: 'Not in the cache', fields: {} },
});

describe('a line', () => {
  test('has time, level, service, event, message and the fields', () => {
    const logger = memoryLogger('api');
    logger.typed(EVENTS).event('order_created', { orderId: 7 });
    expect(logger.lines()).toEqual([
      {
        time: expect.any(Number),
        level: 'info',
        service: 'api',
        event: 'order_created',
        msg: 'Order created',
        orderId: 7,
      },
    ]);
  });

  test('carries the request that it belongs to', () => {
    const logger = memoryLogger('api');
    logger.typed(EVENTS).with({ reqId: 'r1', traceId: 't1' }).event('cache_missed', {});
    expect(logger.lines()).toMatchObject([{ event: 'cache_missed', reqId: 'r1', traceId: 't1' }]);
  });

  test('is dropped while the logger is silent', () => {
    const logger = memoryLogger('api');
    const log = logger.typed(EVENTS);
    logger.silence(true);
    log.event('order_created', { orderId: 1 });
    logger.silence(false);
    log.event('order_created', { orderId: 2 });
    expect(logger.lines().map((line) => line.orderId)).toEqual([2]);
  });
});

describe('the types of an event table', () => {
  test('refuse an unknown event, a wrong field type and a missing field', () => {
    const log = memoryLogger('api').typed(EVENTS);
    // @ts-expect-error -- no such event
    expect(() => log.event('order_lost', {})).toThrow();
    // @ts-expect-error -- orderId is a number
    log.event('order_created', { orderId: '7' });
    // @ts-expect-error -- orderId is missing
    log.event('order_created', {});
  });
});

describe('log files', () => {
  let folder: string;
  let logger: Logger;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'telemetry-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const open = async (): Promise<Logger> =>
    createLogger({ service: 'api', instance: 'api-2', folder, level: 'info', maxFileBytes: 2_000, keepFiles: 2 });
  const files = (): string[] => readdirSync(join(folder, 'api-2')).sort();
  const lines = (): string[] =>
    files().flatMap((name) =>
      readFileSync(join(folder, 'api-2', name), 'utf8')
        .trim()
        .split('\n'),
    );

  test('lie in the folder of the copy and leave out what is below the level', async () => {
    logger = await open();
    logger.typed(EVENTS).event('cache_missed', {});
    logger.typed(EVENTS).event('order_created', { orderId: 1 });
    await logger.close();
    expect(files()).toEqual(['api-2.1.log']);
    expect(lines().map((line) => JSON.parse(line))).toMatchObject([{ service: 'api', level: 'info', orderId: 1 }]);
  });

  test('roll by size without splitting a line, and a few are kept', async () => {
    logger = await open();
    const log = logger.typed(EVENTS);
    for (let orderId = 0; orderId < 200; orderId += 1) {
      log.event('order_created', { orderId });
      await new Promise(setImmediate);
    }
    await logger.close();
    const end = performance.now() + 5_000;
    while (files().length > 2 && performance.now() < end) await new Promise(setImmediate);
    expect(files()).toHaveLength(2);
    const orderIds = lines().map((line) => (JSON.parse(line) as { orderId: number }).orderId);
    expect(Math.max(...orderIds)).toBe(199);
    expect(orderIds).toEqual(Array.from(orderIds, (_, index) => 200 - orderIds.length + index));
  });

  test('go on in the last file after a restart', async () => {
    for (const orderId of [1, 2]) {
      logger = await open();
      logger.typed(EVENTS).event('order_created', { orderId });
      await logger.close();
    }
    expect(files()).toEqual(['api-2.1.log']);
    expect(lines()).toHaveLength(2);
  });

  test('lines after closing are dropped', async () => {
    logger = await open();
    await logger.close();
    logger.typed(EVENTS).event('order_created', { orderId: 1 });
    expect(lines()).toEqual(['']);
  });
});
