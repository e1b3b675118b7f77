import { QueryError } from '@firedrill/query-core';
import type { DataResponse, DataSource } from '../data-source';
import type { RuleNode } from '../model';
import type { ExpressionValue } from './expression-value';
import { framesToValues } from './frames-to-values';
import type { Graph } from './graph';
import type { EvaluationContext } from './node';

/** A failed query or conversion names the query; the errors of expressions do not. */
export interface NodeFailure {
  readonly message: string;
  /** Another attempt may succeed: the data source failed, not the form of its answer. */
  readonly retryable: boolean;
  readonly query?: { readonly refId: string; readonly datasourceUid: string };
}

/** What a node came to; `failedInput` when the fault is of a node that it reads. */
export type NodeOutcome =
  | { readonly ok: true; readonly values: readonly ExpressionValue[] }
  | { readonly ok: false; readonly failure: NodeFailure; readonly failedInput: boolean };

export type NodeOutcomes = ReadonlyMap<string, NodeOutcome>;

const DEFAULT_INTERVAL_MS = 1000;
const DEFAULT_MAX_DATA_POINTS = 43_200;

/** Asks the data sources for all queries of a rule at once, then evaluates the expressions over the answers. */
export async function evaluateNodes(
  graph: Graph,
  dataSources: ReadonlyMap<string, DataSource>,
  context: EvaluationContext,
): Promise<NodeOutcomes> {
  const outcomes = new Map<string, NodeOutcome>();
  const answers = await Promise.all(graph.queries.map((node) => queryNode(node, dataSources, context.nowMs)));
  graph.queries.forEach(({ refId }, index) => {
    const answer = answers[index];
    if (answer !== undefined) outcomes.set(refId, answer);
  });
  for (const node of graph.expressions) {
    const failed = node.inputs.map((input) => outcomes.get(input)).find((outcome) => outcome?.ok === false);
    if (failed?.ok === false) {
      outcomes.set(node.refId, { ...failed, failedInput: true });
      continue;
    }
    const inputs = new Map(node.inputs.map((input) => [input, valuesOf(outcomes.get(input))]));
    outcomes.set(
      node.refId,
      attempt(() => node.evaluate(inputs, context)),
    );
  }
  return outcomes;
}

function valuesOf(outcome: NodeOutcome | undefined): readonly ExpressionValue[] {
  return outcome?.ok === true ? outcome.values : [];
}

async function queryNode(
  node: RuleNode,
  dataSources: ReadonlyMap<string, DataSource>,
  nowMs: number,
): Promise<NodeOutcome> {
  const { refId, datasourceUid, queryType, model } = node;
  const source = dataSources.get(datasourceUid);
  if (source === undefined) throw new QueryError('check', `failed to build query '${refId}': data source not found`);
  const query = { refId, datasourceUid };
  const response = await ask(source, {
    ...query,
    queryType,
    model,
    fromMs: nowMs - node.fromSeconds * 1000,
    toMs: nowMs - node.toSeconds * 1000,
    intervalMs: positive(model.intervalMs, DEFAULT_INTERVAL_MS),
    maxDataPoints: positive(model.maxDataPoints, DEFAULT_MAX_DATA_POINTS),
  });
  if (!response.ok) {
    const message = `[sse.dataQueryError] failed to execute query [${refId}]: ${response.error}`;
    return { ok: false, failure: { message, retryable: true, query }, failedInput: false };
  }
  return attempt(() => framesToValues(response.frames ?? [], source.type), query);
}

/** A data source that throws is a data source that fails. */
async function ask(source: DataSource, request: Parameters<DataSource['query']>[0]): Promise<DataResponse> {
  try {
    return await source.query(request);
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function positive(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value : otherwise;
}

function attempt(evaluate: () => readonly ExpressionValue[], query?: NodeFailure['query']): NodeOutcome {
  try {
    return { ok: true, values: evaluate() };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return {
      ok: false,
      failure: { message: error.message, retryable: false, ...(query && { query }) },
      failedInput: false,
    };
  }
}
