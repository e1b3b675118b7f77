import { controlClient, type StackStatus } from '@firedrill/embedded/control-client';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, BenchOptions } from '../measurement';
import { withDataFolder, withStack, type RunningStack } from './running-stack';

/** Start-up on a fresh data folder and again, and memory after some minutes of steady traffic. */
export const startUp: Bench = ({ root, minutes }: BenchOptions) =>
  withDataFolder(async (dataFolder) => {
    const fresh = await withStack({ root, dataFolder, traffic: true }, (stack) => Promise.resolve(stack.startMs));
    const again = await withStack({ root, dataFolder, traffic: true }, async (stack) => ({
      startMs: stack.startMs,
      status: await statusAfter(stack, minutes),
    }));
    const { memory } = again.status;
    const limit = 'not profiled';
    return [
      { what: 'start-up, fresh data folder', measured: fresh / 1000, unit: 's', goal: { atMost: 20 } },
      { what: 'start-up, again', measured: again.startMs / 1000, unit: 's', goal: { atMost: 20 } },
      {
        what: `memory (PSS) after ${minutes} min of steady traffic`,
        measured: megabytes(memory.reduce((sum, { bytes }) => sum + bytes, 0)),
        unit: 'MB',
        goal: { atMost: 400 },
        beside: memory.map(({ name, bytes }) => `${name} ${megabytes(bytes).toFixed(0)}`).join(', '),
        limit,
      },
    ];
  });

async function statusAfter({ addresses }: RunningStack, minutes: number): Promise<StackStatus> {
  await pause(minutes * 60_000);
  return controlClient(addresses.url('control')).status();
}

const megabytes = (bytes: number): number => bytes / 1e6;
