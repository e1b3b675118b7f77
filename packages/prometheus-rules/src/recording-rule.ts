import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import type { EvaluatedSample, RuleEvaluation } from './evaluate-rule';
import type { RecordingRule } from './rule-group';
import { querySamples } from './rule-query';

/** The samples that a recording rule gives at one time. Throws QueryError. */
export function evaluateRecordingRule(
  rule: RecordingRule,
  { atMs, query, queryOffsetMs, limit }: RuleEvaluation,
): readonly EvaluatedSample[] {
  const timestampMs = atMs - queryOffsetMs;
  const seen = new Set<string>();
  const samples = querySamples(query, rule.expr, timestampMs).map(({ labels: own, value }) => {
    const merged = Object.entries({ ...own.toObject(), ...rule.labels, __name__: rule.name });
    const labels = Labels.of(Object.fromEntries(merged.filter(([, text]) => text !== '')));
    if (seen.has(labels.key))
      throw new QueryError('execution', 'vector contains metrics with the same labelset after applying rule labels');
    seen.add(labels.key);
    return { labels, timestampMs, value };
  });
  if (limit > 0 && samples.length > limit)
    throw new QueryError('limit', `exceeded limit of ${limit} with ${samples.length} series`);
  return samples;
}
