/** A change of an instance's state as Grafana's annotations keep it, or a note of a drill. Times are Unix milliseconds. */
export interface AnnotationEntry {
  readonly id: number;
  readonly timeMs: number;
  readonly timeEndMs: number;
  readonly text: string;
  readonly tags: readonly string[];
  readonly createdMs: number;
  /** Only for state changes. */
  readonly alert?: {
    readonly ruleUid: string;
    readonly previousState: string;
    readonly newState: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

export interface AnnotationFilter {
  readonly type?: 'alert' | 'annotation';
  readonly ruleUid?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** An entry needs all of them, or one when `matchAny`. */
  readonly tags?: readonly string[];
  readonly matchAny?: boolean;
  readonly limit?: number;
}

/** How many entries are kept; the oldest go first. */
const CAPACITY = 5000;
const DEFAULT_LIMIT = 100;

/** The state history of the rules together with what drills did, newest last. */
export class AnnotationLog {
  #entries: AnnotationEntry[] = [];
  #nextId = 1;
  readonly #onAdd: () => void;

  /** `onAdd` is told of each entry that is added, so that it can be saved. */
  constructor(onAdd: () => void = () => undefined) {
    this.#onAdd = onAdd;
  }

  get entries(): readonly AnnotationEntry[] {
    return this.#entries;
  }

  add(entry: Omit<AnnotationEntry, 'id'>): AnnotationEntry {
    const added = { ...entry, id: this.#nextId };
    this.#nextId += 1;
    this.#entries.push(added);
    if (this.#entries.length > CAPACITY) this.#entries = this.#entries.slice(-CAPACITY);
    this.#onAdd();
    return added;
  }

  /** Takes over the entries of an earlier run. */
  restore(entries: readonly AnnotationEntry[]): void {
    this.#entries = [...entries];
    this.#nextId = 1 + Math.max(0, ...entries.map(({ id }) => id));
  }

  /** The entries that fit, the newest first. */
  list(filter: AnnotationFilter): readonly AnnotationEntry[] {
    return this.#entries
      .filter((entry) => fits(entry, filter))
      .sort((left, right) => right.timeMs - left.timeMs || right.id - left.id)
      .slice(0, filter.limit ?? DEFAULT_LIMIT);
  }
}

function fits(entry: AnnotationEntry, { type, ruleUid, fromMs, toMs, tags, matchAny }: AnnotationFilter): boolean {
  if (type !== undefined && (type === 'alert') !== (entry.alert !== undefined)) return false;
  if (ruleUid !== undefined && entry.alert?.ruleUid !== ruleUid) return false;
  if (fromMs !== undefined && entry.timeEndMs < fromMs) return false;
  if (toMs !== undefined && entry.timeMs > toMs) return false;
  if (tags === undefined || tags.length === 0) return true;
  const has = (tag: string): boolean => entry.tags.includes(tag);
  return matchAny === true ? tags.some(has) : tags.every(has);
}
