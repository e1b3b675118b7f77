import { Labels, MetricStore } from '@firedrill/timeseries';
import type { Bench } from '../measurement';
import { median, residentBytes, timedOnce } from '../timing';
import { START_MS } from './sample-grid';

const SERIES = 10_000;
const STEP_MS = 5_000;
const SAMPLES = 720;

/** What an hour of 10,000 series at 5 s takes, and appending to all of them once. */
export const metricMemory: Bench = async () => {
  const before = residentBytes();
  const store = new MetricStore({ retentionMs: SAMPLES * STEP_MS, maxSamples: 100_000_000 });
  const handles = Array.from({ length: SERIES }, (_, index) =>
    store.handle(Labels.of({ __name__: `m${index % 100}`, instance: `i${index}`, job: 'j', l: `l${index % 20}` })),
  );
  const times: number[] = [];
  // A quarter more than is kept, so that old samples go as well.
  for (let sample = 0; sample < SAMPLES * 1.25; sample += 1) {
    const { wallMs } = await timedOnce(() => {
      for (const [index, handle] of handles.entries()) {
        handle.append(START_MS + sample * STEP_MS, sample + ((sample * 7919 + index * 104_729) % 1000) / 1000);
      }
    });
    times.push(wallMs);
  }
  const megabytes = (residentBytes() - before) / 1e6;
  return [
    {
      what: 'memory of 10,000 series × 1 h at 5 s',
      measured: megabytes,
      unit: 'MB',
      goal: { atMost: 150 },
      beside: `${store.stats().samples.toLocaleString('en')} samples, ${((megabytes * 1e6) / store.stats().samples).toFixed(1)} bytes each`,
      limit: 'not profiled; a sample itself is 12 bytes, uncompressed',
    },
    { what: 'append of 10,000 samples', measured: median(times), unit: 'ms' },
  ];
};
