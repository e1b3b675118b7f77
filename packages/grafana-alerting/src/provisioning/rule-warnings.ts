import type { AlertRule, RuleNode } from '../model';
import { suggestion, type Fields } from './fields';
import { isExpression, type RuleQuery } from './rule-queries';

/** What is wrong with a query beyond its file: `key` is the key of its model to name, such as `expr`. */
export interface QueryProblem {
  readonly severity: 'warning' | 'unsupported';
  readonly key: string;
  readonly message: string;
}

/** What a caller can add to the checks of a rule. */
export interface RuleChecks {
  /** The data sources that exist; without it, queries are not checked against any. */
  readonly dataSourceUids?: readonly string[];
  /** Looks into a query; only who knows the data source's language can. */
  readonly checkQuery?: (query: RuleNode) => QueryProblem | undefined;
}

/** Data sources that Grafana has without any file. */
const BUILT_IN_UIDS = ['__ml__', 'grafana', '-- Grafana --', '-- Mixed --', '-- Dashboard --'];

/** Warns of what Grafana loads and cannot evaluate. */
export function warnOfRule(fields: Fields, rule: AlertRule, queries: readonly RuleQuery[], checks: RuleChecks): void {
  const refIds = rule.nodes.map(({ refId }) => refId);
  if (rule.condition !== '' && refIds.length > 0 && !refIds.includes(rule.condition)) {
    fields.warn(
      'condition',
      `expected one of the refIds ${refIds.join(', ')}, got ${JSON.stringify(rule.condition)}`,
      'unknown-condition',
      suggestion(rule.condition, refIds),
    );
  }
  for (const [index, { fields: query, node }] of queries.entries()) {
    if (refIds.indexOf(node.refId) !== index) {
      query.warn('refId', `the refId ${JSON.stringify(node.refId)} is used twice in this rule`, 'duplicate-ref-id');
    }
    if (!isExpression(node.datasourceUid)) warnOfQuery(query, node, checks);
    else if (node.model.type === 'sql') {
      query.map('model')?.unsupported('type', 'SQL expressions, a preview in Grafana, are not evaluated here');
    }
  }
}

/** Warns of a rule that has the uid or the title of one met before, and remembers it. */
export function warnOfTwin(fields: Fields, { orgId, uid, folder, title }: AlertRule, met: Set<string>): void {
  const uidKey = JSON.stringify(['uid', orgId, uid]);
  const titleKey = JSON.stringify(['title', orgId, folder, title]);
  if (met.has(uidKey)) {
    fields.warn('uid', `the uid ${JSON.stringify(uid)} is used twice; the later rule replaces the earlier one`, 'duplicate-uid');
  } else if (met.has(titleKey)) {
    const message = `the folder ${JSON.stringify(folder)} has another rule of this title, which older versions of Grafana refuse`;
    fields.warn('title', message, 'duplicate-title');
  }
  met.add(uidKey).add(titleKey);
}

function warnOfQuery(query: Fields, node: RuleNode, { dataSourceUids, checkQuery }: RuleChecks): void {
  const { datasourceUid } = node;
  if (dataSourceUids !== undefined && ![...dataSourceUids, ...BUILT_IN_UIDS].includes(datasourceUid)) {
    const got = datasourceUid === '' ? 'nothing' : JSON.stringify(datasourceUid);
    const message = `expected the uid of a data source (${dataSourceUids.join(', ')}), got ${got}`;
    query.warn('datasourceUid', message, 'unknown-data-source', suggestion(datasourceUid, dataSourceUids));
    return;
  }
  const problem = checkQuery?.(node);
  const model = query.node.get('model');
  if (problem === undefined || model === undefined) return;
  (model.get(problem.key) ?? model).report(problem.severity, problem.message, { code: 'bad-query' });
}
