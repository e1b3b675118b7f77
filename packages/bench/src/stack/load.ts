import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../timing';

export interface LoadResult {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** As many calls at once as there are connections, one after the other on each, for some seconds. */
export async function fullLoad(
  connections: number,
  seconds: number,
  call: (connection: number) => Promise<void>,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const started = performance.now();
  const deadline = started + seconds * 1000;
  const work = async (connection: number): Promise<void> => {
    while (performance.now() < deadline) {
      const begun = performance.now();
      await call(connection);
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => work(connection)));
  const elapsed = (performance.now() - started) / 1000;
  return { perSecond: latencies.length / elapsed, p99Ms: quantile(latencies, 0.99) };
}

/** Calls at an even rate, whether or not the ones before have answered; latencies count from when a call was due. */
export async function evenLoad(rate: number, seconds: number, call: () => Promise<void>): Promise<LoadResult> {
  const latencies: number[] = [];
  const started = performance.now();
  const calls: Promise<void>[] = [];
  for (let index = 0; index < rate * seconds; index += 1) {
    const due = started + (index / rate) * 1000;
    const early = due - performance.now();
    if (early > 1) await pause(early);
    calls.push(call().then(() => void latencies.push(performance.now() - due)));
  }
  await Promise.all(calls);
  return { perSecond: latencies.length / seconds, p99Ms: quantile(latencies, 0.99) };
}
