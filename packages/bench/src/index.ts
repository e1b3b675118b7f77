export { BENCHES } from './benches';
export type { Bench, BenchOptions, Measurement } from './measurement';
