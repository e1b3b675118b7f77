import { KahanSum } from '../kahan';
import type { Window } from '../windows';
import { perWindow, type Implementation } from './call';

export const deriv: Implementation = perWindow(() => (window) => {
  if (window.to - window.from < 2) return undefined;
  return leastSquares(window, window.timestamps[window.from] ?? NaN).slope;
});

export const predictLinear: Implementation = perWindow((call) => {
  const seconds = call.scalar(1);
  return (window) => {
    if (window.to - window.from < 2) return undefined;
    const { slope, intercept } = leastSquares(window, call.timeMs - window.baseMs);
    return slope * seconds + intercept;
  };
});

/** The line through the samples: slope per second, and its value at `originMs`. A constant series has slope 0 exactly. */
function leastSquares(
  { timestamps, values, from, to }: Window,
  originMs: number,
): { slope: number; intercept: number } {
  const sums = { x: new KahanSum(), y: new KahanSum(), xy: new KahanSum(), xx: new KahanSum() };
  const first = values[from] ?? NaN;
  let constant = true;
  for (let index = from; index < to; index++) {
    const x = ((timestamps[index] ?? NaN) - originMs) / 1000;
    const y = values[index] ?? NaN;
    if (y !== first) constant = false;
    sums.x.add(x);
    sums.y.add(y);
    sums.xy.add(x * y);
    sums.xx.add(x * x);
  }
  if (constant) return Number.isFinite(first) ? { slope: 0, intercept: first } : { slope: NaN, intercept: NaN };
  const count = to - from;
  const [x, y, xy, xx] = [sums.x.result(), sums.y.result(), sums.xy.result(), sums.xx.result()];
  const slope = (xy - (x * y) / count) / (xx - (x * x) / count);
  return { slope, intercept: y / count - (slope * x) / count };
}
