/** What the shop remembers about a shopper between two pages. */
export interface Session {
  readonly id: string;
  /** Product id → quantity, in the order in which they were added. */
  readonly cart: Map<number, number>;
  /** Names the next purchase; renewed whenever the cart changes, so that a repeated form orders nothing twice. */
  checkoutId: string;
  /** Orders made under `checkoutId` so far: a checkout that failed half-way goes on from there. */
  ordered: readonly number[];
  lastPurchase: Purchase | undefined;
  /** The checkout that is going on; the same form sent once more waits for it. */
  running: { readonly checkoutId: string; readonly purchase: Promise<Purchase> } | undefined;
}

/** What came of a checkout. */
export interface Purchase {
  readonly checkoutId: string;
  readonly orderIds: readonly number[];
  /** Names of the products that could not be ordered; they stay in the cart. */
  readonly refused: readonly string[];
}

export interface SessionStoreOptions {
  readonly timeoutMs: number;
  /** Above this number the session that was unused for longest is forgotten. */
  readonly limit: number;
  /** Unguessable text, another one at each call. */
  readonly newId: () => string;
}

/** What a cookie led to; `timedOut` when it names a session that was unused for too long. */
export interface FoundSession {
  readonly session: Session;
  readonly isNew: boolean;
  readonly timedOut: boolean;
}

/** The sessions of one process, the least recently used first. */
export class SessionStore {
  readonly #options: SessionStoreOptions;
  readonly #sessions = new Map<string, { readonly session: Session; usedAt: number }>();

  constructor(options: SessionStoreOptions) {
    this.#options = options;
  }

  /** The session that an id names, or a new one. */
  open(id: string | undefined, now: number): FoundSession {
    const known = id === undefined ? undefined : this.#sessions.get(id);
    if (known !== undefined) this.#sessions.delete(known.session.id);
    const timedOut = known !== undefined && now - known.usedAt > this.#options.timeoutMs;
    const isNew = known === undefined || timedOut;
    const session = isNew ? this.#create() : known.session;
    this.#sessions.set(session.id, { session, usedAt: now });
    this.#forget();
    return { session, isNew, timedOut };
  }

  /** How many sessions were used within the time-out. */
  active(now: number): number {
    let timedOut = 0;
    for (const { usedAt } of this.#sessions.values()) {
      if (now - usedAt <= this.#options.timeoutMs) break;
      timedOut += 1;
    }
    return this.#sessions.size - timedOut;
  }

  /** Gives the next purchase another name; called whenever the cart changes. */
  renewCheckout(session: Session): void {
    session.checkoutId = this.#options.newId();
    session.ordered = [];
  }

  #create(): Session {
    const { newId } = this.#options;
    return {
      id: newId(),
      cart: new Map(),
      checkoutId: newId(),
      ordered: [],
      lastPurchase: undefined,
      running: undefined,
    };
  }

  #forget(): void {
    for (const id of this.#sessions.keys()) {
      if (this.#sessions.size <= this.#options.limit) return;
      this.#sessions.delete(id);
    }
  }
}
