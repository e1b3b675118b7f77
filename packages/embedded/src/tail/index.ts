export { loadPromtailConfig } from './promtail-config';
export type { PromtailConfig } from './promtail-config';
export { PositionsError } from './positions';
export { createTailer } from './tailer';
export type { Tailer, TailerOptions } from './tailer';
