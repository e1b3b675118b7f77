/** One request that somebody was notified by. */
export interface InboxEntry {
  readonly id: number;
  /** Unix milliseconds. */
  readonly receivedMs: number;
  /** The JSON body as it came. */
  readonly body: unknown;
}

/** How many notifications are kept; the oldest go first. */
const CAPACITY = 500;

/** The newest notifications, in memory. */
export class Inbox {
  #entries: InboxEntry[] = [];
  #nextId = 1;

  add(body: unknown, receivedMs: number): InboxEntry {
    const entry = { id: this.#nextId, receivedMs, body };
    this.#nextId += 1;
    this.#entries.push(entry);
    if (this.#entries.length > CAPACITY) this.#entries = this.#entries.slice(-CAPACITY);
    return entry;
  }

  /** Those after an id, the oldest first. */
  list(afterId = 0): readonly InboxEntry[] {
    return this.#entries.filter(({ id }) => id > afterId);
  }
}
