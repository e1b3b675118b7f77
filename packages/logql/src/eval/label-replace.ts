import type { Labels } from '@firedrill/timeseries';
import { expandGroups } from '../pipeline/expand-groups';
import type { ReplacePlan } from '../plan/metric-plan';
import type { Sample } from './log-source';

/** label_replace; unlike Prometheus' it lets several samples end with the same labels. */
export function replaceLabels(samples: readonly Sample[], plan: ReplacePlan): readonly Sample[] {
  return samples.map(({ labels, value }) => ({ labels: labels.derive(plan, (set) => replace(set, plan)), value }));
}

function replace(labels: Labels, { target, replacement, source, pattern }: ReplacePlan): Labels {
  const matcher = pattern.matcher(labels.get(source));
  if (!matcher.find()) return labels;
  const text = expandGroups(replacement, pattern, matcher);
  return text === '' ? labels.drop([target]) : labels.with(target, text);
}
