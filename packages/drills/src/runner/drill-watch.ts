import type { Drill, ExpectedAlert } from '../drill';
import type { DrillEnvironment } from './environment';
import { activeInstances, isFiring, matches, type ActiveInstance } from './observation';
import type { ExpectedOutcome, StoppedOutcome } from './report';

/** Told of every change as it is seen. */
export type OnEvent = (event: DrillEvent) => void;

export interface DrillEvent {
  readonly kind: 'injected' | 'pending' | 'firing' | 'unexpected' | 'down' | 'restored' | 'up' | 'resolved' | 'normal';
  /** Seconds after the break. */
  readonly atSeconds: number;
  readonly subject: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Looks at rules and targets while a drill runs and remembers when what was first seen. */
export class DrillWatch {
  readonly expected: readonly Mutable<ExpectedOutcome>[];
  readonly stopped: readonly Mutable<StoppedOutcome>[];
  readonly mayFire = new Map<string, number>();
  readonly unexpected = new Map<string, { rule: string; labels: Readonly<Record<string, string>> }>();
  readonly #resolved = new Set<ExpectedAlert>();
  readonly #drill: Drill;
  readonly #environment: DrillEnvironment;
  readonly #startedMs: number;
  readonly #onEvent: OnEvent;

  constructor(drill: Drill, environment: DrillEnvironment, onEvent: OnEvent) {
    this.#drill = drill;
    this.#environment = environment;
    this.#startedMs = environment.nowMs();
    this.#onEvent = onEvent;
    this.expected = drill.expected.map((alert) => ({ ...alert }));
    this.stopped = (drill.stops ?? []).map((process) => ({ process }));
  }

  get elapsedSeconds(): number {
    return Math.round((this.#environment.nowMs() - this.#startedMs) / 100) / 10;
  }

  /** Everything that must be seen before the restore has been seen. */
  get complete(): boolean {
    return (
      this.expected.every((outcome) => outcome.firingAfterSeconds !== undefined) &&
      this.stopped.every((outcome) => outcome.downAfterSeconds !== undefined)
    );
  }

  /** One look; resolves to the instances that are not Normal now. */
  async look(): Promise<readonly ActiveInstance[]> {
    const active = activeInstances(await this.#environment.rules());
    for (const outcome of this.expected) this.#watchExpected(outcome, active);
    for (const instance of active.filter(isFiring)) this.#watchOthers(instance);
    return active;
  }

  async lookDown(): Promise<void> {
    for (const outcome of this.stopped) {
      if (outcome.downAfterSeconds !== undefined || (await this.#environment.isUp(outcome.process)) !== false) continue;
      outcome.downAfterSeconds = this.#event('down', outcome.process);
    }
  }

  /** Resolves to whether every stopped process is reached again. */
  async lookUp(): Promise<boolean> {
    for (const outcome of this.stopped) {
      if (outcome.upAfterSeconds !== undefined || (await this.#environment.isUp(outcome.process)) !== true) continue;
      outcome.upAfterSeconds = this.#event('up', outcome.process);
    }
    return this.stopped.every((outcome) => outcome.upAfterSeconds !== undefined);
  }

  note(kind: 'injected' | 'restored' | 'normal'): number {
    return this.#event(kind, this.#drill.id);
  }

  /** Reports each expected alert that fired and is gone by now, once. */
  noteResolved(active: readonly ActiveInstance[]): void {
    for (const [index, outcome] of this.expected.entries()) {
      const alert = this.#drill.expected[index];
      const gone = !active.some((instance) => matches(outcome, instance));
      if (alert === undefined || outcome.firingAfterSeconds === undefined || !gone || this.#resolved.has(alert))
        continue;
      this.#resolved.add(alert);
      this.#event('resolved', outcome.rule);
    }
  }

  #watchExpected(outcome: Mutable<ExpectedOutcome>, active: readonly ActiveInstance[]): void {
    const states = active.filter((instance) => matches(outcome, instance)).map(({ state }) => state);
    if (outcome.pendingAfterSeconds === undefined && states.length > 0) {
      outcome.pendingAfterSeconds = states.includes('Pending')
        ? this.#event('pending', outcome.rule)
        : this.elapsedSeconds;
    }
    if (outcome.firingAfterSeconds === undefined && states.includes('Alerting')) {
      outcome.firingAfterSeconds = this.#event('firing', outcome.rule);
    }
  }

  #watchOthers(instance: ActiveInstance): void {
    if (this.#drill.expected.some((expected) => matches(expected, instance) && instance.state === 'Alerting')) return;
    if (this.#drill.mayFire?.some(({ rule }) => rule === instance.rule)) {
      if (!this.mayFire.has(instance.rule)) this.mayFire.set(instance.rule, this.#event('firing', instance.rule));
      return;
    }
    const key = JSON.stringify([instance.rule, Object.entries(instance.labels).sort()]);
    if (this.unexpected.has(key)) return;
    this.unexpected.set(key, { rule: instance.rule, labels: instance.labels });
    this.#event('unexpected', `${instance.rule} (${instance.state})`);
  }

  #event(kind: DrillEvent['kind'], subject: string): number {
    const atSeconds = this.elapsedSeconds;
    this.#onEvent({ kind, atSeconds, subject });
    return atSeconds;
  }
}
