import { join } from 'node:path';
import { querySql } from '@firedrill/embedded';
import {
  expandSql,
  NO_INSTANCES,
  queryRule,
  RequestError,
  type DataQuery,
  type DataResponse,
  type Frame,
} from '@firedrill/grafana-alerting';
import type { Pool } from 'pg';
import type { Area, CaseResult } from '../area';
import { compareCase, readCases, runCases } from './recorded-cases';
import { sqlRule, SQL_DATA_SOURCE } from './sql-rule';
import { openSqlDatabase } from './sql-server';

interface SqlCase {
  readonly name: string;
  readonly format: string;
  readonly rawSql: string | null;
  readonly from: string;
  readonly to: string;
  readonly intervalMs: number;
  readonly maxDataPoints: number;
  readonly modelExtra?: Readonly<Record<string, unknown>>;
  readonly datasource?: Readonly<Record<string, unknown>>;
  readonly expect: {
    readonly executedSql?: string;
    readonly errorKind?: string;
    readonly frames?: readonly RecordedSqlFrame[];
    readonly instances?: Readonly<Record<string, readonly RecordedInstance[] | { readonly error: true }>>;
  };
}

interface RecordedSqlFrame {
  readonly fields: readonly {
    readonly name?: string;
    readonly type: string;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
  readonly values: readonly (readonly unknown[])[];
  readonly entities?: readonly (Readonly<Record<string, readonly number[]>> | null)[];
}

interface RecordedInstance {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
}

const ENTITIES: Readonly<Record<string, string>> = { NaN: 'NaN', Inf: 'Infinity', NegInf: '-Infinity' };

/** What Grafana's PostgreSQL data source makes of a query: the SQL it runs, the frames, and the instances of a rule on them. */
export const area: Area = {
  name: 'grafana-sql',
  files: ['grafana/sql.json'],
  async run(folder) {
    const cases = readCases<SqlCase>(join(folder, 'grafana/sql.json'));
    const database = await openSqlDatabase(join(folder, 'grafana/sql-setup.sql'));
    try {
      return await runCases(cases, 4, (testCase) => runCase(testCase, database.pool));
    } finally {
      await database.close();
    }
  },
};

async function runCase(testCase: SqlCase, pool: Pool): Promise<CaseResult> {
  const { name, expect } = testCase;
  const query = queryOf(testCase);
  const jsonData = testCase.datasource ?? {};
  const answer = await ask(pool, query, jsonData);
  const response: DataResponse =
    'code' in answer ? { ok: false, error: answer.message } : { ok: true, frames: answer.frames };
  const actual = {
    ...(expect.executedSql !== undefined &&
      testCase.rawSql !== null && { executedSql: executedSql(testCase.rawSql, query, jsonData) }),
    ...('code' in answer
      ? { errorKind: answer.code }
      : expect.frames !== undefined && { frames: answer.frames?.filter(hasFields).map(frameModel) }),
    instances: await instancesOf(Object.keys(expect.instances ?? {}), query, response),
  };
  const expected = {
    ...(expect.executedSql !== undefined && testCase.rawSql !== null && { executedSql: expect.executedSql }),
    ...(expect.errorKind !== undefined && { errorKind: expect.errorKind }),
    ...(expect.frames !== undefined && { frames: expect.frames.map(recordedFrameModel) }),
    instances: Object.fromEntries(
      Object.entries(expect.instances ?? {}).map(([condition, instances]) => [condition, recordedInstances(instances)]),
    ),
  };
  return compareCase(name, expected, actual);
}

function queryOf({ rawSql, format, from, to, intervalMs, maxDataPoints, modelExtra }: SqlCase): DataQuery {
  const model = { format, ...(rawSql !== null && { rawSql }), ...modelExtra };
  const range = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  return { refId: 'A', datasourceUid: SQL_DATA_SOURCE, queryType: '', model, ...range, intervalMs, maxDataPoints };
}

type Answer = { readonly frames: readonly Frame[] | undefined } | { readonly code: string; readonly message: string };

async function ask(pool: Pool, query: DataQuery, jsonData: Readonly<Record<string, unknown>>): Promise<Answer> {
  try {
    return { frames: await querySql(pool, query, { jsonData }) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { code: error instanceof RequestError ? error.code : 'database-error', message: error.message };
  }
}

function executedSql(rawSql: string, query: DataQuery, jsonData: Readonly<Record<string, unknown>>): string {
  return expandSql(rawSql, query, { timescaledb: jsonData.timescaledb === true }).sql;
}

async function instancesOf(
  conditions: readonly string[],
  query: DataQuery,
  response: DataResponse,
): Promise<Readonly<Record<string, unknown>>> {
  const source = { uid: SQL_DATA_SOURCE, type: 'postgres' as const, query: () => Promise.resolve(response) };
  const dataSources = new Map([[SQL_DATA_SOURCE, source]]);
  const entries = conditions.map(async (condition) => {
    const results = await queryRule(sqlRule(condition, query), NO_INSTANCES, query.toMs, { dataSources });
    return [
      condition,
      sortInstances(results.map(({ labels, state }) => ({ labels: labels.toObject(), state }))),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** An evaluation that fails as a whole is one Error without labels. */
function recordedInstances(instances: readonly RecordedInstance[] | { readonly error: true }): unknown {
  if ('error' in instances) return [{ labels: {}, state: 'Error' }];
  return sortInstances(instances.map(({ labels, state }) => ({ labels, state })));
}

function sortInstances(instances: readonly RecordedInstance[]): unknown {
  const sorted = instances.map(({ labels, state }) => ({
    labels: Object.fromEntries(Object.entries(labels).sort()),
    state,
  }));
  return sorted.sort((a, b) => (JSON.stringify(a.labels) < JSON.stringify(b.labels) ? -1 : 1));
}

function hasFields({ fields }: Frame): boolean {
  return fields.length > 0;
}

function frameModel({ fields }: Frame): unknown {
  return fields.map((field) => {
    const labels = field.type === 'number' && Object.keys(field.labels ?? {}).length > 0 ? field.labels : undefined;
    return { name: field.name, type: field.type, labels: labels ?? {}, values: field.values.map(printable) };
  });
}

function recordedFrameModel({ fields, values, entities }: RecordedSqlFrame): unknown {
  return fields.map(({ name = '', type, labels = {} }, index) => {
    const cells = (values[index] ?? []).map(printable);
    for (const [entity, rows] of Object.entries(entities?.[index] ?? {})) {
      for (const row of rows) cells[row] = ENTITIES[entity];
    }
    return { name, type, labels, values: cells };
  });
}

function printable(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
