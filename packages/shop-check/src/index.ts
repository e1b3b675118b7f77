export { halfWrittenRows } from './fuzz/half-written-rows';
export { runFuzz } from './fuzz/run-fuzz';
export type { FuzzOptions, FuzzReport } from './fuzz/run-fuzz';
export { runShop, SERVICES } from './run-shop';
export type { RunningShop, ServiceName, ShopOptions } from './run-shop';
