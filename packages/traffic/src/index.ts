export { startLoad } from './load';
export type { Load, LoadOptions, LoadSettings } from './load';
export { PROFILE_NAMES, PROFILES } from './profiles';
export type { ProfileName } from './profiles';
export type { TrafficReport } from './report';
export { startTraffic } from './traffic';
export type { Traffic, TrafficOptions } from './traffic';
