import type { DataSourceDefinition, DataSourceType, RuleNode } from '@firedrill/grafana-alerting';
import { parse } from '@firedrill/promql';

const TYPES: Readonly<Record<string, DataSourceType>> = {
  prometheus: 'prometheus',
  loki: 'loki',
  postgres: 'postgres',
  'grafana-postgresql-datasource': 'postgres',
};

/** The data sources that queries name, their types guessed from what is asked of them. */
export function guessDataSources(nodes: readonly RuleNode[]): DataSourceDefinition[] {
  const types = new Map<string, DataSourceType>();
  for (const node of nodes) {
    if (node.datasourceUid === '__expr__' || node.datasourceUid === '-100') continue;
    if ((types.get(node.datasourceUid) ?? 'other') === 'other') types.set(node.datasourceUid, guessType(node));
  }
  const empty = { url: '', user: '', database: '', isDefault: false, jsonData: {}, secureJsonData: {} };
  return [...types].map(([uid, type]) => ({ uid, name: uid, type, ...empty }));
}

function guessType({ model }: RuleNode): DataSourceType {
  const { datasource, expr, rawSql } = model;
  const named = typeof datasource === 'object' && datasource !== null && 'type' in datasource ? datasource.type : '';
  const known = typeof named === 'string' && Object.hasOwn(TYPES, named) ? TYPES[named] : undefined;
  if (known !== undefined) return known;
  if (typeof rawSql === 'string') return 'postgres';
  if (typeof expr !== 'string') return 'other';
  return parse(expr.replaceAll(/\$\{?__\w+\}?/g, '1m')).ok ? 'prometheus' : 'loki';
}
