/** Medians over some runs, in milliseconds. CPU time counts all threads of this process, so garbage collection too. */
export interface Timing {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Runs `work` some times to warm up, then `runs` times with a clock beside it. */
export async function timed(
  runs: number,
  work: (run: number) => unknown,
  { warmUp = runs }: { readonly warmUp?: number } = {},
): Promise<Timing> {
  for (let run = 0; run < warmUp; run += 1) await work(run);
  const timings: Timing[] = [];
  for (let run = 0; run < runs; run += 1) timings.push(await timedOnce(() => work(warmUp + run)));
  return { wallMs: median(timings.map(({ wallMs }) => wallMs)), cpuMs: median(timings.map(({ cpuMs }) => cpuMs)) };
}

export async function timedOnce(work: () => unknown): Promise<Timing> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wallMs = performance.now() - start;
  const used = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (used.user + used.system) / 1000 };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value at a rank, without interpolation; NaN for no values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN;
}

/** Memory of this process after a collection, in bytes. */
export function residentBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}
