import type { FaultKind } from './fault-kinds';
import type { FaultRequest, ResolvedFault } from './fault-request';
import { resolveFaultRequest } from './fault-request';

/** A fault that is being injected; times are epoch milliseconds. */
export type Fault<Kind extends FaultKind = FaultKind> = Omit<ResolvedFault<Kind>, 'ttlSeconds'> & {
  readonly id: string;
  readonly startedAt: number;
  readonly endsAt: number;
} & { readonly kind: Kind } & Pick<ResolvedFault<Kind>, 'values'>;

/** Starts a fault and returns what ends it; nothing for a fault that is looked up with `active` instead. */
export type Injector<Kind extends FaultKind> = (fault: Fault<Kind>) => (() => void) | undefined;

/** What happened to a fault: it ended because somebody cleared it or because its time was over. */
export type FaultChange = 'injected' | 'cleared' | 'expired';

export interface FaultRegistryOptions {
  /** The longest that a fault may last; DEFAULT_TTL_SECONDS when missing. */
  readonly maxTtlSeconds?: number | undefined;
  readonly now: () => number;
  readonly onChange: (change: FaultChange, fault: Fault) => void;
}

interface ActiveFault {
  readonly fault: Fault;
  readonly stop: (() => void) | undefined;
  readonly timer: NodeJS.Timeout;
}

/** The faults of one process: what it can inject and what it injects now. */
export class FaultRegistry {
  readonly #options: FaultRegistryOptions;
  readonly #injectors = new Map<FaultKind, Injector<never>>();
  readonly #active = new Map<string, ActiveFault>();
  #lastNumber = 0;

  constructor(options: FaultRegistryOptions) {
    this.#options = options;
  }

  /** Makes a kind known; without an injector, code asks `active` for it. */
  register<Kind extends FaultKind>(kind: Kind, injector: Injector<Kind> = () => undefined): void {
    this.#injectors.set(kind, injector);
  }

  get kinds(): readonly FaultKind[] {
    return [...this.#injectors.keys()];
  }

  /** Throws FaultRequestError when the request is not valid or its kind is not registered. */
  inject(request: FaultRequest | Readonly<Record<string, unknown>>): Fault {
    const { ttlSeconds, ...resolved } = resolveFaultRequest(request, this.kinds, this.#options.maxTtlSeconds);
    const startedAt = this.#options.now();
    this.#lastNumber += 1;
    const id = `${resolved.kind}-${this.#lastNumber}`;
    const fault = { id, ...resolved, startedAt, endsAt: startedAt + ttlSeconds * 1_000 } as Fault;
    const timer = setTimeout(() => this.#end(id, 'expired'), ttlSeconds * 1_000);
    timer.unref();
    this.#options.onChange('injected', fault);
    const stop = this.#injectors.get(fault.kind)?.(fault as never);
    this.#active.set(id, { fault, stop, timer });
    return fault;
  }

  list(): Fault[] {
    return [...this.#active.values()].map(({ fault }) => fault);
  }

  /** The latest fault of a kind that holds for a route; a fault without a route holds for all. */
  active<Kind extends FaultKind>(kind: Kind, route?: string): Fault<Kind> | undefined {
    if (this.#active.size === 0) return undefined;
    const matching = this.list().filter(
      (fault) => fault.kind === kind && (fault.route === undefined || fault.route === route),
    );
    return matching.at(-1) as Fault<Kind> | undefined;
  }

  /** Ends one fault; false when there is none with that id. */
  clear(id: string): boolean {
    return this.#end(id, 'cleared');
  }

  clearAll(): void {
    for (const id of [...this.#active.keys()]) this.#end(id, 'cleared');
  }

  #end(id: string, change: FaultChange): boolean {
    const active = this.#active.get(id);
    if (active === undefined) return false;
    clearTimeout(active.timer);
    this.#active.delete(id);
    active.stop?.();
    this.#options.onChange(change, active.fault);
    return true;
  }
}
