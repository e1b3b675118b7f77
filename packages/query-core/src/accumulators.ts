import type { Accumulator } from './aggregation';

/** The smallest value; NaN only when there is nothing else. */
export function minimum(): Accumulator {
  return extreme((value, best) => value < best);
}

/** The largest value; NaN only when there is nothing else. */
export function maximum(): Accumulator {
  return extreme((value, best) => value > best);
}

function extreme(better: (value: number, best: number) => boolean): Accumulator {
  let best = NaN;
  return {
    add: (value) => {
      if (Number.isNaN(best) || better(value, best)) best = value;
    },
    result: () => best,
  };
}

export function counter(): Accumulator {
  let count = 0;
  return { add: () => (count += 1), result: () => count };
}

/** Population variance by Welford's method; NaN or infinite first values make the whole group NaN, as in Prometheus. */
export function variance(): Accumulator {
  let count = 0;
  let mean = 0;
  let squares = 0;
  return {
    add: (value) => {
      count += 1;
      if (count === 1) {
        mean = value;
        squares = Number.isFinite(value) ? 0 : NaN;
        return;
      }
      const delta = value - mean;
      mean += delta / count;
      squares += delta * (value - mean);
    },
    result: () => squares / count,
  };
}

export function standardDeviation(): Accumulator {
  const inner = variance();
  return { add: (value) => inner.add(value), result: () => Math.sqrt(inner.result()) };
}

/** The sum without compensation, as Loki adds. */
export function plainSum(): Accumulator {
  let sum = 0;
  return { add: (value) => (sum += value), result: () => sum };
}
