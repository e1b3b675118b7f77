import type { LineStage } from './line-stage';

/** Terminal control sequences: the introducer, parameters, and the letter that ends them. */
const CONTROL_SEQUENCE = /[\u001b\u009b][[\]()#;?]*(?:[0-9]{1,4}(?:;[0-9]{0,4})*)?[0-9A-PR-TZcf-nq-uy=><~]/g;

export const decolorizeStage: LineStage = (line) => line.replace(CONTROL_SEQUENCE, '');
