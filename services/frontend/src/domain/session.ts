import type { Customer, PaymentMethod } from './shop';

/** What the shop remembers about a shopper between two pages. */
export interface Session {
  /** The cookie's value; another one after a login, so that an id from before it opens nothing. */
  id: string;
  /** Stands in every form of this shopper and in no page that another site can read. */
  formToken: string;
  customer: Customer | undefined;
  /** Product id → quantity, in the order in which they were added. */
  readonly cart: Map<number, number>;
  /** Names the next purchase; renewed whenever the cart changes, so that a repeated form orders nothing twice. */
  checkoutId: string;
  /** Orders made under `checkoutId` so far: a checkout that failed half-way goes on from there. */
  ordered: readonly number[];
  /** The terms under which products were asked for under `checkoutId`: a repeated request must have the same. */
  readonly asked: Map<number, OrderTerms>;
  /** Orders made in this session, the oldest first. */
  readonly orders: Set<number>;
  lastPurchase: Purchase | undefined;
  /** The checkout that is going on; the same form sent once more waits for it. */
  running: { readonly checkoutId: string; readonly purchase: Promise<Purchase> } | undefined;
}

/** Who orders and how it is paid. */
export interface OrderTerms {
  readonly paymentMethod: PaymentMethod;
  readonly customerId: number | undefined;
}

/** What came of a checkout. */
export interface Purchase {
  readonly checkoutId: string;
  readonly orderIds: readonly number[];
  /** Names of the products that could not be ordered; they stay in the cart. */
  readonly refused: readonly string[];
}

export interface SessionStoreOptions {
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

  /** The session that an id names, or a new one; below zero, the time-out ends every session at once. */
  open(id: string | undefined, now: number, timeoutMs: number): FoundSession {
    const known = id === undefined ? undefined : this.#sessions.get(id);
    if (known !== undefined) this.#sessions.delete(known.session.id);
    const timedOut = known !== undefined && now - known.usedAt > timeoutMs;
    const isNew = known === undefined || timedOut;
    const session = isNew ? this.#create() : known.session;
    this.#sessions.set(session.id, { session, usedAt: now });
    this.#forget();
    return { session, isNew, timedOut };
  }

  /** How many sessions were used within the time-out. */
  active(now: number, timeoutMs: number): number {
    let timedOut = 0;
    for (const { usedAt } of this.#sessions.values()) {
      if (now - usedAt <= timeoutMs) break;
      timedOut += 1;
    }
    return this.#sessions.size - timedOut;
  }

  /** Gives the next purchase another name; called whenever the cart changes. */
  renewCheckout(session: Session): void {
    session.checkoutId = this.#options.newId();
    session.ordered = [];
    session.asked.clear();
  }

  /** Lets a customer in or out: the session goes on under another id and with another token. */
  identify(session: Session, customer: Customer | undefined, now: number): void {
    this.#sessions.delete(session.id);
    session.id = this.#options.newId();
    session.formToken = this.#options.newId();
    session.customer = customer;
    this.#sessions.set(session.id, { session, usedAt: now });
  }

  #create(): Session {
    const { newId } = this.#options;
    return {
      id: newId(),
      formToken: newId(),
      customer: undefined,
      cart: new Map(),
      checkoutId: newId(),
      ordered: [],
      asked: new Map(),
      orders: new Set(),
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
