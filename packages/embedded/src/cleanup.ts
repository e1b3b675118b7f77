type Step = () => Promise<void> | void;

/** What has to be undone when the stack stops, or when its start fails half-way: the last thing done is undone first. */
export class Cleanup {
  readonly #steps: Step[] = [];
  #running: Promise<void> | undefined;

  /** After `run`, which an aborted start does not wait for, a step is undone at once. */
  add(step: Step): void {
    if (this.#running === undefined) this.#steps.push(step);
    else this.#running = this.#running.then(step, step);
  }

  /** Runs every step, also after one has failed; the first failure is thrown at the end. */
  run(): Promise<void> {
    this.#running ??= this.#undo();
    return this.#running;
  }

  async #undo(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
