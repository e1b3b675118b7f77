import type { Matcher } from '@firedrill/timeseries';
import { compileLabelMatcher } from '../pipeline/label-matcher';
import { compileStage } from '../pipeline/compile-stage';
import type { LineStage } from '../pipeline/line-stage';
import type { LogExpr, Stage } from '../syntax/ast';
import { valuePrefilter } from './value-prefilter';

/** Which streams a log query reads, and what happens to each line. */
export interface LogPlan {
  readonly matchers: readonly Matcher[];
  /** The line filters that come first: they need nothing but the text. */
  readonly filters: readonly LineStage[];
  readonly stages: readonly LineStage[];
}

export function planLog({ matchers, stages }: LogExpr): LogPlan {
  const ordered = filtersFirst(stages);
  const other = ordered.findIndex(({ kind }) => kind !== 'lineFilter');
  const filterCount = other < 0 ? ordered.length : other;
  const compiled = ordered.map(compileStage);
  const prefilter = valuePrefilter(ordered.slice(filterCount));
  return {
    matchers: matchers.map(compileLabelMatcher),
    filters: compiled.slice(0, filterCount),
    stages: [...(prefilter === undefined ? [] : [prefilter]), ...compiled.slice(filterCount)],
  };
}

/**
 * Line filters go as far to the front as they can: those after a stage that changes the line stay behind it. Loki does
 * not count decolorize among these stages, so a filter after it sees the colour codes; neither does this.
 */
function filtersFirst(stages: readonly Stage[]): readonly Stage[] {
  const ordered: Stage[] = [];
  let filters: Stage[] = [];
  let others: Stage[] = [];
  for (const stage of stages) {
    (stage.kind === 'lineFilter' ? filters : others).push(stage);
    if (stage.kind !== 'lineFormat' && stage.kind !== 'unpack') continue;
    ordered.push(...filters, ...others);
    filters = [];
    others = [];
  }
  return [...ordered, ...filters, ...others];
}
