import type { Fields } from './fields';
import { suggestion } from './fields';

/** Checks `record`, which makes a rule a recording rule: Grafana loads it, nothing here evaluates it. */
export function checkRecord(fields: Fields, refIds: readonly string[]): void {
  fields.warnUnknownKeys(['metric', 'from', 'targetDatasourceUid']);
  const metric = fields.text('metric');
  if (metric !== undefined && !/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(metric)) {
    fields.error('metric', `expected the name of a metric, got ${JSON.stringify(metric)}`, 'bad-metric-name');
  }
  const from = fields.text('from') ?? '';
  if (!refIds.includes(from)) {
    const message = `expected one of the refIds ${refIds.join(', ')}, got ${JSON.stringify(from)}`;
    fields.warn('from', message, 'unknown-condition', suggestion(from, refIds));
  }
}
