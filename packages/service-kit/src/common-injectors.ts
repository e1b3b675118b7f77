import type { Database } from '@firedrill/database';
import { FAULT_KINDS, FAULTS, type FaultKind, type FaultKindOf, type Injector } from '@firedrill/faults';
import type { Log, Logger } from '@firedrill/telemetry';
import type { KitEvents } from './kit-tables';

type CommonFaultKind = FaultKindOf<'service-kit'>;

/** The kinds that this package injects. */
export const COMMON_FAULT_KINDS: readonly CommonFaultKind[] = FAULT_KINDS.filter(isCommon);

function isCommon(kind: FaultKind): kind is CommonFaultKind {
  return FAULTS[kind].owner === 'service-kit';
}

/** What the injectors act on. */
export interface InjectorTargets {
  readonly log: Log<KitEvents>;
  readonly logger: Logger;
  readonly database: Database | undefined;
  readonly exit: (code: number) => void;
}

/** Time for the answer to leave before the process ends. */
const CRASH_DELAY_MS = 50;
const FLOOD_INTERVAL_MS = 100;
const MEGABYTE = 1024 * 1024;

/** One injector for each common kind; those of a request (latency, error, outage) are looked up when one comes. */
export function commonInjectors(targets: InjectorTargets): { readonly [Kind in CommonFaultKind]: Injector<Kind> } {
  const { log, logger, database, exit } = targets;
  const silence = latest<boolean>((on = false) => logger.silence(on));
  const slow = latest<number>((ms = 0) => database?.setQueryDelay(ms));
  return {
    latency: () => undefined,
    error: () => undefined,
    outage: () => undefined,
    crash: () => {
      const timer = setTimeout(() => exit(1), CRASH_DELAY_MS);
      return () => clearTimeout(timer);
    },
    memory_leak: ({ values }) => {
      const leaked: Buffer[] = [];
      const limit = values.maxMb / values.mbPerSecond;
      return repeat(1_000, () => {
        // Written to, since memory that nothing touched is not resident.
        if (leaked.length < limit) leaked.push(Buffer.alloc(Math.round(values.mbPerSecond * MEGABYTE), 1));
      });
    },
    event_loop_block: ({ values }) =>
      repeat(values.everyMs, () => {
        const end = performance.now() + values.ms;
        while (performance.now() < end);
      }),
    log_flood: ({ values }) => {
      let line = 0;
      let owed = 0;
      return repeat(FLOOD_INTERVAL_MS, () => {
        owed += (values.linesPerSecond * FLOOD_INTERVAL_MS) / 1_000;
        for (; owed >= 1; owed -= 1) log.event('log_flooded', { line: (line += 1) });
      });
    },
    log_silence: () => silence(true),
    db_slow: ({ values }) => slow(values.ms),
    db_pool_leak: ({ values }) => database?.leakConnections(values.connections),
  };
}

/** A setting that several faults make at once: the latest that has not ended counts, none gives undefined. */
function latest<Value>(apply: (value: Value | undefined) => void): (value: Value) => () => void {
  const held: { readonly value: Value }[] = [];
  return (value) => {
    const own = { value };
    held.push(own);
    apply(value);
    return () => {
      held.splice(held.indexOf(own), 1);
      apply(held.at(-1)?.value);
    };
  };
}

function repeat(intervalMs: number, work: () => void): () => void {
  const timer = setInterval(work, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
