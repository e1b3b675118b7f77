import type { Accumulator } from '@firedrill/query-core';

/** A sum with Neumaier's compensation, as Prometheus adds. */
export class KahanSum implements Accumulator {
  #sum = -0;
  #compensation = 0;

  add(value: number): void {
    const total = this.#sum + value;
    if (Math.abs(total) === Infinity) this.#compensation = 0;
    else if (Math.abs(this.#sum) >= Math.abs(value)) this.#compensation += this.#sum - total + value;
    else this.#compensation += value - total + this.#sum;
    this.#sum = total;
  }

  result(): number {
    return this.#sum + this.#compensation;
  }

  /** The sum times a factor, its compensation as well. */
  scaled(factor: number): KahanSum {
    const copy = new KahanSum();
    copy.#sum = this.#sum * factor;
    copy.#compensation = this.#compensation * factor;
    return copy;
  }

  /** Whether adding the value would leave the range of floats. */
  wouldOverflow(value: number): boolean {
    return Math.abs(this.#sum + value) === Infinity;
  }

  dividedBy(divisor: number): number {
    return this.#sum / divisor + this.#compensation / divisor;
  }

  get isInfinite(): boolean {
    return Math.abs(this.#sum) === Infinity;
  }
}

/** The mean: a compensated sum, or an incremental mean from where the sum would overflow. */
export class KahanMean implements Accumulator {
  #sum = new KahanSum();
  #count = 0;
  #incremental = false;

  add(value: number): void {
    this.#count += 1;
    if (!this.#incremental) {
      if (this.#count === 1 || !this.#sum.wouldOverflow(value)) {
        this.#sum.add(value);
        return;
      }
      this.#incremental = true;
      this.#sum = this.#sum.scaled(1 / (this.#count - 1));
    }
    if (this.#sum.isInfinite && (Number.isFinite(value) || value === this.#sum.result())) return;
    this.#sum = this.#sum.scaled((this.#count - 1) / this.#count);
    this.#sum.add(value / this.#count);
  }

  result(): number {
    return this.#incremental ? this.#sum.result() : this.#sum.dividedBy(this.#count);
  }
}
