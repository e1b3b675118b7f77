import type { HandlerOptions } from './run-handler';
import type { KitParts } from './service-parts';

export interface BackgroundOptions extends HandlerOptions {
  readonly intervalMs: number;
}

/** Work that goes on until it is stopped. */
export interface Background {
  /** Resolves when the run that is going on has ended. */
  stop(): Promise<void>;
}

/**
 * Runs work now and then again and again, `intervalMs` after the end of the last run. A run that fails is logged and
 * counted, and the next one comes.
 */
export function every(options: BackgroundOptions, parts: KitParts, work: () => Promise<void>): Background {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = async (): Promise<void> => {
    // Already logged by `handle`.
    await parts.handle(options, work).catch(() => undefined);
    if (!stopped) timer = setTimeout(start, options.intervalMs);
  };
  const start = (): void => {
    running = run();
  };
  start();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}
