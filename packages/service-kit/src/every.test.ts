import { setTimeout as wait } from 'node:timers/promises';
import { createDesk } from '../test/desk-service';
import { until } from '../test/until';
import { every } from './every';

const OPTIONS = { kind: 'command', name: 'tidy_desks', intervalMs: 1 } as const;

test('work is repeated, measured and never overlaps', async () => {
  const desk = createDesk();
  let running = 0;
  let runs = 0;
  let most = 0;
  const background = every(OPTIONS, desk.parts, async () => {
    running += 1;
    most = Math.max(most, running);
    await wait(3);
    running -= 1;
    runs += 1;
  });
  await until(() => runs >= 3);
  await background.stop();
  expect([most, running]).toEqual([1, 0]);
  expect(await desk.series('handler_duration_seconds')).toContain(
    `handler_duration_seconds_count{kind="command",handler="tidy_desks",outcome="success"} ${runs}`,
  );
});

test('a failure is logged and the next run comes', async () => {
  const desk = createDesk();
  let runs = 0;
  const background = every(OPTIONS, desk.parts, () => {
    runs += 1;
    return runs === 1 ? Promise.reject(new Error('no cloth')) : Promise.resolve();
  });
  await until(() => runs >= 2);
  await background.stop();
  expect(desk.logger.lines()).toMatchObject([
    { event: 'background_failed', handler: 'tidy_desks', code: 'internal_error', reason: 'no cloth' },
  ]);
});
