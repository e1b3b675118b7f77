import type { LineLabels } from './line-labels';

/** What one stage makes of a line: the line, changed or not, or undefined when it drops it. */
export type LineStage = (line: string, labels: LineLabels) => string | undefined;
