import type { Drill } from '../drill';
import { restoreShop } from './break';
import type { DrillEnvironment } from './environment';
import { activeInstances, type ActiveInstance } from './observation';

export interface ResetOptions {
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  /** Told of what is still waited for, each time it changes. */
  readonly onWaiting: (active: readonly ActiveInstance[]) => void;
}

/** Restores every drill and waits until every rule is Normal: the seconds that took, undefined when it took too long. */
export async function resetShop(
  drills: readonly Drill[],
  environment: DrillEnvironment,
  options: ResetOptions,
): Promise<number | undefined> {
  const started = environment.nowMs();
  const elapsed = (): number => Math.round((environment.nowMs() - started) / 100) / 10;
  await restoreShop(drills, environment);
  let shown = '';
  while (!options.signal.aborted && elapsed() <= options.timeoutSeconds) {
    const active = activeInstances(await environment.rules());
    if (active.length === 0) return elapsed();
    const key = JSON.stringify(active);
    if (key !== shown) options.onWaiting(active);
    shown = key;
    await environment.wait(1_000, options.signal);
  }
  return undefined;
}
