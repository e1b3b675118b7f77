import { setTimeout as delay } from 'node:timers/promises';

/** A process that is up and ready. */
export interface RunningProcess {
  readonly pid: number;
  /** Resolves when the process ended, with the reason in words. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts a process and resolves when it is ready; rejects with the reason, leaving no process, when it does not get there. */
export type Launch = (signal: AbortSignal) => Promise<RunningProcess>;

/** `held`: stopped on purpose until it is released; `waiting`: it died and is started again after a pause. */
export type ProcessState = 'stopped' | 'starting' | 'running' | 'waiting' | 'held';

export interface ProcessStatus {
  readonly name: string;
  readonly state: ProcessState;
  readonly pid?: number;
  /** How often it was started again after it died. */
  readonly restarts: number;
  readonly lastExit?: { readonly reason: string; readonly at: string };
  /** When a held process is released by itself. */
  readonly heldUntil?: string;
}

/** A process that is kept running: started again with a growing pause when it dies, unless it is held. */
export interface Supervised {
  readonly name: string;
  status(): ProcessStatus;
  /** Resolves when ready; rejects when the first attempt fails, while further attempts follow until `close`. */
  start(): Promise<void>;
  /** Stops it, until `start` or for a time. */
  hold(ttlMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface SuperviseOptions {
  readonly name: string;
  readonly launch: Launch;
  readonly onChange?: (status: ProcessStatus) => void;
  /** The pause before the first restart; it doubles with each failure up to 32 times, and starts over after a minute of running. */
  readonly firstPauseMs?: number;
}

interface Loop {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  readonly ready: Promise<void>;
}

const STEADY_MS = 60_000;
const LARGEST_PAUSE_FACTOR = 32;

export function supervise(options: SuperviseOptions): Supervised {
  return new Supervisor(options);
}

class Supervisor implements Supervised {
  readonly name: string;
  readonly #launch: Launch;
  readonly #onChange: (status: ProcessStatus) => void;
  readonly #firstPauseMs: number;
  #state: ProcessState = 'stopped';
  #pid: number | undefined;
  #restarts = 0;
  #lastExit: { reason: string; at: string } | undefined;
  #heldUntil: number | undefined;
  #releaseTimer: NodeJS.Timeout | undefined;
  #ending: Promise<void> = Promise.resolve();
  #closed = false;
  #loop: Loop | undefined;

  constructor({ name, launch, onChange, firstPauseMs }: SuperviseOptions) {
    this.name = name;
    this.#launch = launch;
    this.#onChange = onChange ?? (() => undefined);
    this.#firstPauseMs = firstPauseMs ?? 250;
  }

  status(): ProcessStatus {
    return {
      name: this.name,
      state: this.#state,
      restarts: this.#restarts,
      ...(this.#pid !== undefined && { pid: this.#pid }),
      ...(this.#lastExit !== undefined && { lastExit: this.#lastExit }),
      ...(this.#heldUntil !== undefined && { heldUntil: new Date(this.#heldUntil).toISOString() }),
    };
  }

  async start(): Promise<void> {
    this.#forgetHold();
    await this.#ending;
    if (this.#closed) throw new Error(`${this.name} is shut down for good`);
    this.#loop ??= this.#run();
    await this.#loop.ready;
  }

  async hold(ttlMs?: number): Promise<void> {
    this.#forgetHold();
    if (ttlMs !== undefined) {
      this.#heldUntil = Date.now() + ttlMs;
      this.#releaseTimer = setTimeout(() => void this.start().catch(() => undefined), ttlMs);
    }
    await this.#end('held');
  }

  async close(): Promise<void> {
    this.#forgetHold();
    this.#closed = true;
    await this.#end('stopped');
  }

  #forgetHold(): void {
    clearTimeout(this.#releaseTimer);
    this.#heldUntil = undefined;
  }

  #end(state: ProcessState): Promise<void> {
    const loop = this.#loop;
    this.#loop = undefined;
    loop?.abort.abort();
    // A start that comes meanwhile waits for this, so that two processes never want one port.
    this.#ending = this.#ending.then(() => loop?.done).then(() => this.#enter(state));
    return this.#ending;
  }

  #run(): Loop {
    const abort = new AbortController();
    const { promise: ready, resolve, reject } = promiseParts();
    // A failed start is also told by the status; nobody has to listen to this promise.
    ready.catch(() => undefined);
    const done = this.#keepRunning(abort.signal, resolve, reject);
    return { abort, done, ready };
  }

  async #keepRunning(signal: AbortSignal, ready: () => void, failed: (error: Error) => void): Promise<void> {
    const stopped = new Promise<undefined>((done) => signal.addEventListener('abort', () => done(undefined)));
    let pauseFactor = 1;
    while (!signal.aborted) {
      const startedAt = Date.now();
      const end = await this.#runOnce(signal, stopped, ready);
      if (end === undefined) break;
      failed(end);
      this.#lastExit = { reason: end.message, at: new Date().toISOString() };
      this.#restarts += 1;
      if (Date.now() - startedAt > STEADY_MS) pauseFactor = 1;
      this.#enter('waiting');
      await delay(this.#firstPauseMs * pauseFactor, undefined, { signal }).catch(() => undefined);
      pauseFactor = Math.min(pauseFactor * 2, LARGEST_PAUSE_FACTOR);
    }
    failed(new Error(`${this.name} was stopped before it was ready`));
  }

  /** Why the process ended by itself; undefined when it was asked to. */
  async #runOnce(signal: AbortSignal, stopped: Promise<undefined>, ready: () => void): Promise<Error | undefined> {
    this.#enter('starting');
    try {
      const running = await this.#launch(signal);
      this.#enter('running', running.pid);
      ready();
      const reason = await Promise.race([running.ended, stopped]);
      if (signal.aborted) await running.stop();
      return reason === undefined ? undefined : new Error(reason);
    } catch (error) {
      return signal.aborted ? undefined : (error as Error);
    }
  }

  #enter(state: ProcessState, pid?: number): void {
    this.#state = state;
    this.#pid = pid;
    this.#onChange(this.status());
  }
}

function promiseParts(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((done, fail) => {
    resolve = done;
    reject = fail;
  });
  return { promise, resolve, reject };
}
