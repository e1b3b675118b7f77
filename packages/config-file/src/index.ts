export { readConfigFile } from './config-file';
export { ConfigNode } from './config-node';
export type { NodeKind, ReportDetails } from './config-node';
export { nearestName } from './nearest-name';
export { formatProblem } from './problem';
export type { Problem, Severity } from './problem';
