import { mapSamples, perSample, type Implementation } from './call';

export const abs = perSample(Math.abs);
export const ceil = perSample(Math.ceil);
export const floor = perSample(Math.floor);
export const exp = perSample(Math.exp);
export const sqrt = perSample(Math.sqrt);
export const ln = perSample(Math.log);
export const log2 = perSample(Math.log2);
export const log10 = perSample(Math.log10);
export const sgn = perSample(Math.sign);
export const deg = perSample((value) => (value * 180) / Math.PI);
export const rad = perSample((value) => (value * Math.PI) / 180);
export const sin = perSample(Math.sin);
export const cos = perSample(Math.cos);
export const tan = perSample(Math.tan);
export const asin = perSample(Math.asin);
export const acos = perSample(Math.acos);
export const atan = perSample(Math.atan);
export const sinh = perSample(Math.sinh);
export const cosh = perSample(Math.cosh);
export const tanh = perSample(Math.tanh);
export const asinh = perSample(Math.asinh);
export const acosh = perSample(Math.acosh);
export const atanh = perSample(Math.atanh);

/** Rounds to a multiple, ties up. Dividing by the inverse keeps multiples such as 0.1 exact, as in Prometheus. */
export const round: Implementation = mapSamples((call) => {
  const inverse = 1 / (call.has(1) ? call.scalar(1) : 1);
  return (value) => Math.floor(value * inverse + 0.5) / inverse;
});

export const clamp: Implementation = (call) => {
  const [least, most] = [call.scalar(1), call.scalar(2)];
  const clamped = mapSamples(() => (value) => larger(least, smaller(most, value)))(call);
  return most < least ? [] : clamped;
};

export const clampMin: Implementation = mapSamples((call) => {
  const least = call.scalar(1);
  return (value) => larger(least, value);
});

export const clampMax: Implementation = mapSamples((call) => {
  const most = call.scalar(1);
  return (value) => smaller(most, value);
});

/** The larger number; infinity wins against NaN, as in Go. */
function larger(left: number, right: number): number {
  return left === Infinity || right === Infinity ? Infinity : Math.max(left, right);
}

/** The smaller number; minus infinity wins against NaN, as in Go. */
function smaller(left: number, right: number): number {
  return left === -Infinity || right === -Infinity ? -Infinity : Math.min(left, right);
}
