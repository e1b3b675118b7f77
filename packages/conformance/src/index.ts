export type { Area, CaseResult } from './area';
export { run } from './run';
