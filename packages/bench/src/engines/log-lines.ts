import { Labels, LogStore } from '@firedrill/timeseries';
import { timedOnce } from '../timing';

export const LINES = 1_000_000;
/** Between two lines: a million lie in five minutes. */
const GAP_NS = 300_000n;
const BATCH = 100;
export const START_NS = 1_795_168_800_000_000_000n;
export const END_NS = START_NS + BigInt(LINES) * GAP_NS;

/** A store with a million JSON lines of 200 bytes in four streams, 2 % of them errors, and what pushing them took. */
export async function filledLogStore(): Promise<{
  readonly store: LogStore;
  readonly pushMs: number;
  readonly cpuMs: number;
}> {
  const store = new LogStore();
  const streams = ['api', 'payment', 'frontend', 'inventory'].map((service) => Labels.of({ service }));
  let pushMs = 0;
  let cpuMs = 0;
  for (let first = 0; first < LINES; first += BATCH * 100) {
    const batches = Array.from({ length: 100 }, (_, batch) => entriesFrom(first + batch * BATCH));
    const timing = await timedOnce(() => {
      for (const [batch, entries] of batches.entries()) store.push(streams[batch % 4] ?? Labels.EMPTY, entries);
    });
    pushMs += timing.wallMs;
    cpuMs += timing.cpuMs;
  }
  return { store, pushMs, cpuMs };
}

function entriesFrom(first: number): { readonly timestampNs: bigint; readonly line: string }[] {
  return Array.from({ length: BATCH }, (_, index) => ({
    timestampNs: START_NS + BigInt(first + index) * GAP_NS,
    line: lineOf(first + index),
  }));
}

function lineOf(index: number): string {
  const written = JSON.stringify({
    level: index % 50 === 0 ? 'error' : 'info',
    time: 1_795_168_800_000 + index,
    service: 'payment',
    event: index % 10 === 0 ? 'payment_declined' : 'charge',
    reason: 'gateway_timeout',
    orderId: index,
    requestId: (index * 7919).toString(16).padStart(16, '0'),
    msg: 'payment captured ok and more',
  });
  // Through bytes, so that the string is flat as one that came from a file is.
  return Buffer.from(written.padEnd(200)).toString('latin1');
}
