import type { Labels, Matcher } from '@firedrill/timeseries';
import { alertMatcher, matchesAll } from './matchers';

/** A silence as the API has it: every matcher must fit, from start to end. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly SilenceMatcher[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly updatedAtMs: number;
  readonly createdBy: string;
  readonly comment: string;
}

export interface SilenceMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** A silence that Grafana refuses, with the kind of reason. */
export class SilenceError extends Error {
  readonly code: 'no-matchers' | 'matches-everything' | 'end-before-start' | 'not-found';

  constructor(code: SilenceError['code'], message: string) {
    super(message);
    this.name = 'SilenceError';
    this.code = code;
  }
}

export type SilenceState = 'pending' | 'active' | 'expired';

/** How long an expired silence is still listed, as Grafana keeps it. */
const RETENTION_MS = 5 * 24 * 60 * 60_000;

/** The silences of one organisation. */
export class Silences {
  readonly #silences = new Map<string, Silence>();
  readonly #matchers = new Map<string, readonly Matcher[]>();

  constructor(saved: readonly Silence[] = []) {
    for (const silence of saved) this.#set(silence, compiled(silence.matchers));
  }

  /** Adds a silence or replaces the one of its id. Throws SilenceError. */
  put(silence: Silence): void {
    const { matchers, startsAtMs, endsAtMs } = silence;
    if (matchers.length === 0) throw new SilenceError('no-matchers', 'invalid silence: at least one matcher required');
    const ready = compiled(matchers);
    if (ready.every((matcher) => !matcher.operator.startsWith('!') && matcher.matches(''))) {
      throw new SilenceError(
        'matches-everything',
        'invalid silence: at least one matcher must not match the empty string',
      );
    }
    if (endsAtMs <= startsAtMs) {
      throw new SilenceError('end-before-start', 'invalid silence: start time must be before end time');
    }
    this.#set(silence, ready);
  }

  get(id: string): Silence | undefined {
    return this.#silences.get(id);
  }

  /** Ends a silence now. Throws SilenceError when there is none of that id. */
  expire(id: string, nowMs: number): void {
    const silence = this.#silences.get(id);
    if (silence === undefined) throw new SilenceError('not-found', 'silence not found');
    if (silence.endsAtMs <= nowMs) return;
    const startsAtMs = Math.min(silence.startsAtMs, nowMs);
    this.#silences.set(id, { ...silence, startsAtMs, endsAtMs: nowMs, updatedAtMs: nowMs });
  }

  /** All that are not long expired, the newest update first. */
  list(nowMs: number): readonly Silence[] {
    for (const { id, endsAtMs } of this.#silences.values())
      if (nowMs - endsAtMs > RETENTION_MS) this.#silences.delete(id);
    return [...this.#silences.values()].sort((left, right) => right.updatedAtMs - left.updatedAtMs);
  }

  /** The ids of the active silences that fit an alert. */
  silencing(labels: Labels, nowMs: number): readonly string[] {
    return [...this.#silences.values()]
      .filter((silence) => silenceState(silence, nowMs) === 'active')
      .filter(({ id }) => matchesAll(this.#matchers.get(id) ?? [], labels))
      .map(({ id }) => id);
  }

  #set(silence: Silence, matchers: readonly Matcher[]): void {
    this.#silences.set(silence.id, silence);
    this.#matchers.set(silence.id, matchers);
  }
}

export function silenceState({ startsAtMs, endsAtMs }: Silence, nowMs: number): SilenceState {
  return endsAtMs <= nowMs ? 'expired' : startsAtMs > nowMs ? 'pending' : 'active';
}

function compiled(matchers: readonly SilenceMatcher[]): readonly Matcher[] {
  return matchers.map(({ name, value, isRegex, isEqual }) =>
    alertMatcher(name, isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=', value),
  );
}
