import type { Bench } from '../measurement';
import { residentBytes } from '../timing';
import { filledLogStore, LINES } from './log-lines';

/** Log ingest, and what a million lines take afterwards. */
export const logMemory: Bench = async () => {
  const before = residentBytes();
  const { store, pushMs, cpuMs } = await filledLogStore();
  const megabytes = (residentBytes() - before) / 1e6;
  return [
    {
      what: 'log ingest into the store',
      measured: LINES / (pushMs / 1000),
      unit: 'lines/s',
      goal: { atLeast: 150_000 },
      beside: `${Math.round(LINES / (cpuMs / 1000)).toLocaleString('en')} lines per CPU second`,
    },
    {
      what: 'memory of 1,000,000 log lines of 200 bytes',
      measured: megabytes,
      unit: 'MB',
      goal: { atMost: 350 },
      beside: `the store counts ${Math.round(store.stats().bytes / 1e6)} MB`,
      limit: 'not profiled',
    },
  ];
};
