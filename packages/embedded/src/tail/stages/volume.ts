import type { ConfigNode } from '@firedrill/config-file';
import { booleanOf } from '../../scrape/config/yaml-shape';
import { simpleStage } from '../pipeline-entry';
import type { StageType } from './stage-shape';

/** `limit`: at most `rate` lines a second with bursts of `burst`; without `drop: true` it would hold lines back. */
export const limit: StageType = {
  check(node) {
    if (!(numberIn(node, 'rate') > 0) || !(numberIn(node, 'burst') > 0))
      node.report('error', 'limit needs a rate and a burst above 0');
    else if (booleanOf(node.get('drop')) !== true || node.get('by_label_name') !== undefined) {
      node.report('unsupported', 'limit is supported with drop: true and without by_label_name only');
    }
  },
  create(node, { now }) {
    const rate = numberIn(node, 'rate');
    const burst = numberIn(node, 'burst');
    let tokens = burst;
    let lastMs = now();
    return simpleStage(() => {
      const nowMs = now();
      tokens = Math.min(burst, tokens + ((nowMs - lastMs) / 1000) * rate);
      lastMs = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    });
  },
};

/** `sampling`: keeps a share of the lines, spread evenly. */
export const sampling: StageType = {
  check(node) {
    const rate = numberIn(node, 'rate');
    if (!(rate >= 0 && rate <= 1)) node.report('error', 'sampling needs a rate from 0 to 1');
  },
  create(node) {
    const rate = numberIn(node, 'rate');
    let share = 0;
    return simpleStage(() => {
      share += rate;
      if (share < 1) return false;
      share -= 1;
      return true;
    });
  },
};

/** `decolorize`: takes terminal colours out of the line. */
export const decolorize: StageType = {
  check: () => undefined,
  create: () =>
    simpleStage((entry) => {
      entry.line = entry.line.replace(COLOUR, '');
    }),
};

const COLOUR = /\u001b\[[0-9;?]*[A-Za-z]/g;

function numberIn(node: ConfigNode, key: string): number {
  const source = node.get(key)?.source;
  return source === undefined || source === '' ? Number.NaN : Number(source);
}
