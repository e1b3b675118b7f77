import type { AlertRule, DataQuery, RuleNode } from '@firedrill/grafana-alerting';

export const SQL_DATA_SOURCE = 'pg-lab';

/** A rule on one SQL query: the query itself is the condition, or its last value compared with 2. */
export function sqlRule(condition: string, query: DataQuery): AlertRule {
  return {
    uid: 'sql',
    title: 'sql',
    orgId: 1,
    folder: 'sql',
    folderUid: 'sql',
    group: 'sql',
    intervalMs: 60_000,
    forMs: 0,
    keepFiringForMs: 0,
    missingSeriesEvalsToResolve: undefined,
    condition: condition === 'conditionA' ? 'A' : 'C',
    nodes: condition === 'conditionA' ? [queryNode(query)] : [queryNode(query), LAST, ABOVE_TWO],
    noDataState: 'NoData',
    execErrState: 'Error',
    labels: {},
    annotations: {},
    isPaused: false,
  };
}

function queryNode({ refId, datasourceUid, fromMs, toMs, model }: DataQuery): RuleNode {
  return { refId, datasourceUid, queryType: '', fromSeconds: (toMs - fromMs) / 1000, toSeconds: 0, model };
}

const LAST = expression('B', { type: 'reduce', reducer: 'last', expression: 'A' });
const ABOVE_TWO = expression('C', { type: 'math', expression: '$B > 2' });

function expression(refId: string, model: Readonly<Record<string, unknown>>): RuleNode {
  return { refId, datasourceUid: '__expr__', queryType: '', fromSeconds: 0, toSeconds: 0, model };
}
