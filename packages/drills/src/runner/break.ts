import type { Drill } from '../drill';
import type { DrillEnvironment } from './environment';

/** Longer than any drill runs, so that a presenter who walks away leaves nothing broken for ever. */
const TIME_TO_LIVE_SECONDS = 600;

/** Does everything the drill breaks. What was done before a failing step is undone. */
export async function breakShop(drill: Drill, environment: DrillEnvironment): Promise<void> {
  try {
    for (const { service, ...fault } of drill.faults ?? []) {
      await environment.injectFault(service, { ...fault, ttlSeconds: TIME_TO_LIVE_SECONDS });
    }
    for (const name of drill.stops ?? []) await environment.stopProcess(name, TIME_TO_LIVE_SECONDS);
    if (drill.traffic) await environment.setTraffic(drill.traffic);
  } catch (error) {
    await restoreShop([drill], environment);
    throw error;
  }
  await environment.annotate(`drill ${drill.id}: break`, ['firedrill', drill.id, 'break'], environment.nowMs());
}

/**
 * Undoes everything the drills do, lasting effects too; safe to call when nothing is broken. Processes come first, because
 * a stopped service takes no orders. Each step is tried; throws the first failure after the last step.
 */
export async function restoreShop(drills: readonly Drill[], environment: DrillEnvironment): Promise<void> {
  const stops = unique(drills.flatMap(({ stops = [] }) => stops));
  const services = unique(drills.flatMap(({ faults = [] }) => faults.map(({ service }) => service)));
  const products = unique(drills.flatMap(({ restocks = [] }) => restocks));
  const steps = [
    ...(drills.some(({ traffic }) => traffic) ? [() => environment.resetTraffic()] : []),
    ...stops.map((name) => () => environment.startProcess(name)),
    ...services.map((service) => () => environment.clearFaults(service)),
    ...products.map((productId) => () => environment.restock(productId)),
  ];
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
  const ids = drills.map(({ id }) => id);
  await environment.annotate(`restore: ${ids.join(', ')}`, ['firedrill', ...ids, 'restore'], environment.nowMs());
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
