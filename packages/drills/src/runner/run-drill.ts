import type { Drill } from '../drill';
import { breakShop, restoreShop } from './break';
import { DrillWatch, type OnEvent } from './drill-watch';
import type { DrillEnvironment } from './environment';
import { activeInstances } from './observation';
import type { DrillReport } from './report';

export interface RunOptions {
  readonly onEvent: OnEvent;
  /** Aborted by Ctrl-C: the drill is restored, and the run ends. */
  readonly signal: AbortSignal;
}

/** Alerts are active before the drill begins, so what fires could not be told from what it breaks. */
export class NotQuietError extends Error {
  override readonly name = 'NotQuietError';
}

const LOOK_EVERY_MS = 1_000;
/** How long Prometheus may take to miss a stopped service, with a scrape every 5 to 15 s. */
const DOWN_WITHIN_SECONDS = 60;

/** Breaks, waits for exactly the expected alerts, restores, waits until every rule is Normal, and reports. */
export async function runDrill(drill: Drill, environment: DrillEnvironment, options: RunOptions): Promise<DrillReport> {
  await requireQuiet(environment);
  const watch = new DrillWatch(drill, environment, options.onEvent);
  await breakShop(drill, environment);
  watch.note('injected');
  let restoredAfterSeconds: number;
  try {
    await watchUntilComplete(drill, environment, watch, options.signal);
  } finally {
    await restoreShop([drill], environment);
    restoredAfterSeconds = watch.note('restored');
  }
  const normalAfterSeconds = options.signal.aborted
    ? undefined
    : await waitForNormal(drill, environment, watch, restoredAfterSeconds, options.signal);
  return report(drill, watch, restoredAfterSeconds, normalAfterSeconds);
}

async function requireQuiet(environment: DrillEnvironment): Promise<void> {
  const active = activeInstances(await environment.rules());
  if (active.length === 0) return;
  const names = active.map(({ rule, state }) => `${rule} (${state})`).join(', ');
  throw new NotQuietError(`not quiet before the drill: ${names}; "firedrill reset" waits until every rule is Normal`);
}

async function watchUntilComplete(
  drill: Drill,
  environment: DrillEnvironment,
  watch: DrillWatch,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Math.max(
    0,
    ...drill.expected.map(({ withinSeconds }) => withinSeconds),
    drill.stops ? DOWN_WITHIN_SECONDS : 0,
  );
  while (!watch.complete && !signal.aborted && watch.elapsedSeconds < deadline) {
    await environment.wait(LOOK_EVERY_MS, signal);
    await watch.look();
    await watch.lookDown();
  }
}

/** Resolves to the seconds from the restore until every rule was Normal, undefined when it took too long. */
async function waitForNormal(
  drill: Drill,
  environment: DrillEnvironment,
  watch: DrillWatch,
  restoredAt: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  while (!signal.aborted && watch.elapsedSeconds - restoredAt <= drill.recoversWithinSeconds) {
    const active = await watch.look();
    watch.noteResolved(active);
    const up = await watch.lookUp();
    if (active.length === 0 && up) return Math.round((watch.note('normal') - restoredAt) * 10) / 10;
    await environment.wait(LOOK_EVERY_MS, signal);
  }
  return undefined;
}

function report(
  drill: Drill,
  watch: DrillWatch,
  restoredAfterSeconds: number,
  normalAfterSeconds: number | undefined,
): DrillReport {
  const inTime = watch.expected.every(
    ({ firingAfterSeconds, withinSeconds }) => (firingAfterSeconds ?? Infinity) <= withinSeconds,
  );
  return {
    drill: drill.id,
    ok: inTime && watch.complete && watch.unexpected.size === 0 && normalAfterSeconds !== undefined,
    expected: watch.expected,
    mayFire: [...watch.mayFire].map(([rule, firingAfterSeconds]) => ({ rule, firingAfterSeconds })),
    unexpected: [...watch.unexpected.values()],
    stopped: watch.stopped,
    restoredAfterSeconds,
    normalAfterSeconds,
  };
}
