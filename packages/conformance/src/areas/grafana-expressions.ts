import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  behaviourOf,
  buildGraph,
  evaluateNodes,
  evaluationString,
  NEWEST_BEHAVIOUR,
  NO_INSTANCES,
  queryRule,
  type AlertRule,
  type DataQuery,
  type DataSource,
  type ExpressionValue,
  type InstanceResult,
  type NodeOutcome,
} from '@firedrill/grafana-alerting';
import { Labels } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { readCases, runCases } from './recorded-cases';
import { toFrame, type RecordedFrame } from './recorded-frame';
import { sameNumber, type RecordedNumber } from './recorded-number';
import { toRule, type RecordedNode } from './recorded-rule';

type LabelRecord = Readonly<Record<string, string>>;

interface RecordedResponse {
  readonly frames?: readonly RecordedFrame[];
  readonly error?: string;
  readonly callError?: string;
}

interface RecordedValue {
  readonly type: 'number' | 'scalar' | 'series' | 'noData' | 'nil';
  readonly labels?: LabelRecord;
  readonly value?: RecordedNumber;
  readonly points?: readonly (readonly [number, RecordedNumber])[];
}

interface RecordedResult {
  readonly labels: LabelRecord;
  readonly state: InstanceResult['state'];
  readonly values?: Readonly<Record<string, RecordedNumber>>;
  readonly valueLabels?: Readonly<Record<string, LabelRecord>>;
  readonly evaluationString?: string;
}

interface Expectation {
  readonly byRef?: Readonly<
    Record<string, { readonly values?: readonly RecordedValue[]; readonly error?: string; readonly skipped?: string }>
  >;
  readonly results: readonly RecordedResult[];
  readonly requests?: Readonly<Record<string, RecordedRequest>>;
}

interface RecordedRequest {
  readonly from: string;
  readonly to: string;
  readonly intervalMs: number;
  readonly maxDataPoints: number;
  readonly queryType: string;
}

interface ExpressionCase {
  readonly name: string;
  readonly now: string;
  readonly condition: string;
  readonly nodes: readonly RecordedNode[];
  readonly responses: Readonly<Record<string, RecordedResponse>>;
  readonly expect: Expectation;
  /** All outcomes that Grafana gave when it gives different ones. */
  readonly randomByNature?: readonly Expectation[];
}

/** What the nodes of a rule evaluate to over given frames, and the results of its condition. */
export const area: Area = {
  name: 'grafana-expressions',
  files: ['grafana/expressions'],
  run(folder) {
    const files = readdirSync(join(folder, 'grafana/expressions')).filter((name) => name.endsWith('.json'));
    const cases = files.flatMap((name) => readCases<ExpressionCase>(join(folder, 'grafana/expressions', name)));
    return runCases(cases, 1, runCase);
  },
};

async function runCase(testCase: ExpressionCase): Promise<CaseResult> {
  const { name, now, condition, nodes, expect, randomByNature = [expect] } = testCase;
  const rule = toRule({ condition, nodes });
  const asked: DataQuery[] = [];
  const dataSources = dataSourcesOf(testCase, asked);
  const nowMs = Date.parse(now);
  const results = await queryRule(rule, NO_INSTANCES, nowMs, { dataSources, behaviour: OLDEST });
  const outcomes = expect.byRef === undefined ? undefined : await outcomesOf(rule, dataSources, nowMs);
  const differences = randomByNature.map(
    (expected) =>
      resultsDifference(expected.results, results) ??
      nodesDifference(expected.byRef, outcomes) ??
      requestsDifference(expected.requests, asked),
  );
  const [first] = differences;
  if (first === undefined || differences.includes(undefined)) return { name, outcome: 'passed' };
  return { name, outcome: 'failed', ...first };
}

/** Which captured values an instance shows, and how ranges pair, changed in 12.0, after the recordings. */
const OLDEST = behaviourOf('11.0') ?? NEWEST_BEHAVIOUR;

type Difference = { readonly expected: string; readonly actual: string } | undefined;

function difference(expected: unknown, actual: unknown): Difference {
  return { expected: JSON.stringify(expected), actual: JSON.stringify(actual) };
}

async function outcomesOf(
  rule: AlertRule,
  dataSources: ReadonlyMap<string, DataSource>,
  nowMs: number,
): Promise<ReadonlyMap<string, NodeOutcome>> {
  return evaluateNodes(buildGraph(rule), dataSources, { nowMs, loaded: new Set(), behaviour: OLDEST });
}

const SOURCE_TYPES: readonly (readonly [prefix: string, type: DataSource['type']])[] = [
  ['prom', 'prometheus'],
  ['loki', 'loki'],
  ['pg', 'postgres'],
  ['influx', 'influxdb'],
  ['', 'other'],
];

function dataSourcesOf({ nodes, responses }: ExpressionCase, asked: DataQuery[]): ReadonlyMap<string, DataSource> {
  const uids = new Set(nodes.map(({ datasourceUid }) => datasourceUid).filter((uid) => !uid.startsWith('missing')));
  const sources = [...uids].map((uid): readonly [string, DataSource] => {
    const type = SOURCE_TYPES.find(([prefix]) => uid.startsWith(prefix))?.[1] ?? 'other';
    return [uid, { uid, type, query: (request) => Promise.resolve(answer(request, responses, asked)) }];
  });
  return new Map(sources);
}

function answer(
  request: DataQuery,
  responses: ExpressionCase['responses'],
  asked: DataQuery[],
): Awaited<ReturnType<DataSource['query']>> {
  asked.push(request);
  const { frames, error, callError } = responses[request.refId] ?? {};
  const failure = error ?? callError;
  if (failure !== undefined) return { ok: false, error: failure };
  return { ok: true, frames: frames?.map(toFrame) };
}

function resultsDifference(expected: readonly RecordedResult[], actual: readonly InstanceResult[]): Difference {
  const same =
    expected.length === actual.length &&
    expected.every((result, index) => {
      const candidate = actual[index];
      return candidate !== undefined && sameResult(result, candidate);
    });
  return same ? undefined : difference(expected, actual.map(describeResult));
}

function sameResult(expected: RecordedResult, actual: InstanceResult): boolean {
  if (!Labels.of(expected.labels).equals(actual.labels) || expected.state !== actual.state) return false;
  if (expected.evaluationString !== undefined && expected.evaluationString !== evaluationString(actual.captures))
    return false;
  const values = expected.values ?? {};
  const last = new Map(actual.captures.map((capture) => [capture.name, capture]));
  if (Object.keys(values).length !== last.size) return false;
  return Object.entries(values).every(([name, value]) => {
    const capture = last.get(name);
    const labels = Labels.of(expected.valueLabels?.[name] ?? expected.labels);
    return (
      capture !== undefined &&
      sameNumber(value, capture.value) &&
      (labels.equals(capture.labels) || expected.valueLabels?.[name] === undefined)
    );
  });
}

function describeResult({ labels, state, captures, error }: InstanceResult): unknown {
  return { labels: labels.toObject(), state, evaluationString: evaluationString(captures), error: error?.message };
}

function nodesDifference(
  expected: Expectation['byRef'],
  actual: ReadonlyMap<string, NodeOutcome> | undefined,
): Difference {
  for (const [refId, node] of Object.entries(expected ?? {})) {
    const outcome = actual?.get(refId);
    const same =
      outcome !== undefined &&
      (outcome.ok
        ? node.values !== undefined && sameValues(node.values, outcome.values)
        : outcome.failedInput
          ? node.skipped !== undefined
          : node.error !== undefined);
    if (!same) return difference({ refId, ...node }, outcome);
  }
  return undefined;
}

function sameValues(expected: readonly RecordedValue[], actual: readonly ExpressionValue[]): boolean {
  return (
    expected.length === actual.length &&
    expected.every((value, index) => {
      const candidate = actual[index];
      return candidate !== undefined && sameValue(value, candidate);
    })
  );
}

function sameValue(expected: RecordedValue, actual: ExpressionValue): boolean {
  if (expected.type !== actual.kind) return false;
  const labels = Labels.of(expected.labels ?? {});
  switch (actual.kind) {
    case 'noData':
      return true;
    case 'scalar':
      return sameNumber(expected.value ?? null, actual.value);
    case 'number':
      return labels.equals(actual.labels) && sameNumber(expected.value ?? null, actual.value);
    case 'series':
      return labels.equals(actual.labels) && samePoints(expected.points ?? [], actual.points);
  }
}

function samePoints(
  expected: readonly (readonly [number, RecordedNumber])[],
  actual: readonly (readonly [number, number | null])[],
): boolean {
  return (
    expected.length === actual.length &&
    expected.every(([timeMs, value], index) => {
      const point = actual[index];
      return point?.[0] === timeMs && sameNumber(value, point[1]);
    })
  );
}

function requestsDifference(expected: Expectation['requests'], asked: readonly DataQuery[]): Difference {
  for (const [refId, request] of Object.entries(expected ?? {})) {
    const query = asked.find((candidate) => candidate.refId === refId);
    const same =
      query?.fromMs === Date.parse(request.from) &&
      query.toMs === Date.parse(request.to) &&
      query.intervalMs === request.intervalMs &&
      query.maxDataPoints === request.maxDataPoints &&
      query.queryType === request.queryType;
    if (!same) return difference(request, query);
  }
  return undefined;
}
