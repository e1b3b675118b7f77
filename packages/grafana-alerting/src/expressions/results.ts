import { Labels } from '@firedrill/timeseries';
import type { Behaviour } from '../behaviour';
import { captureValues, type Capture } from './captures';
import type { NodeFailure, NodeOutcomes } from './evaluate-nodes';
import { labelsOf, type ExpressionValue } from './expression-value';
import type { Graph } from './graph';

/** What the evaluation of a rule says about one label set. */
export interface InstanceResult {
  readonly labels: Labels;
  readonly state: 'Normal' | 'Alerting' | 'NoData' | 'Error';
  /** The captured values that templates and the API show, in the order of the evaluation string. */
  readonly captures: readonly Capture[];
  /** Why, for an Error. */
  readonly error?: NodeFailure;
}

/** The results of a rule's condition, one per label set, as Grafana's scheduler hands them to the state manager. */
export function conditionResults(
  graph: Graph,
  outcomes: NodeOutcomes,
  behaviour: Behaviour,
  limit?: number,
): readonly InstanceResult[] {
  const condition = outcomes.get(graph.condition);
  if (condition?.ok !== true) {
    return [errorResult(condition?.failure ?? `condition ${graph.condition} was not evaluated`)];
  }
  const empty = emptyQueries(graph, outcomes);
  if (empty.length > 0) return empty;
  if (condition.values.length === 0) return [noDataResult(Labels.EMPTY)];
  if (limit !== undefined && condition.values.length > limit) {
    return [errorResult(`query evaluation returned too many results: ${condition.values.length} (limit: ${limit})`)];
  }
  const results = condition.values.map((value) => valueResult(value, graph, outcomes, behaviour));
  const duplicate = firstDuplicate(results);
  return duplicate === undefined ? results : [duplicateError(duplicate)];
}

/** One Error without labels: what stands for the whole rule when it cannot be evaluated. */
export function errorResult(failure: NodeFailure | string, labels = Labels.EMPTY): InstanceResult {
  const error = typeof failure === 'string' ? { message: failure, retryable: false } : failure;
  return { labels, state: 'Error', captures: [], error };
}

function noDataResult(labels: Labels): InstanceResult {
  return { labels, state: 'NoData', captures: [] };
}

/** A query without data makes the whole rule NoData: one result per data source, even if the condition does not use it. */
function emptyQueries(graph: Graph, outcomes: NodeOutcomes): readonly InstanceResult[] {
  const refIdsBySource = new Map<string, string[]>();
  for (const { refId, datasourceUid } of graph.queries) {
    const outcome = outcomes.get(refId);
    const hasData = outcome?.ok === true && outcome.values.length > 0 && outcome.values[0]?.kind !== 'noData';
    if (!hasData) refIdsBySource.set(datasourceUid, [...(refIdsBySource.get(datasourceUid) ?? []), refId]);
  }
  return [...refIdsBySource]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([uid, refIds]) => noDataResult(Labels.of({ datasource_uid: uid, ref_id: refIds.sort().join(',') })));
}

function valueResult(
  value: ExpressionValue,
  graph: Graph,
  outcomes: NodeOutcomes,
  behaviour: Behaviour,
): InstanceResult {
  if (value.kind === 'noData') return noDataResult(Labels.EMPTY);
  if (value.kind === 'series') {
    const message = `invalid format of evaluation results for the alert definition ${graph.condition}: looks like time series data, only reduced data can be alerted on.`;
    return errorResult(message);
  }
  const state = value.value === null ? 'NoData' : value.value === 0 ? 'Normal' : 'Alerting';
  return { labels: labelsOf(value), state, captures: captureValues(value, graph, outcomes, behaviour) };
}

function firstDuplicate(results: readonly InstanceResult[]): Labels | undefined {
  const seen = new Set<string>();
  for (const { labels } of results) {
    if (seen.has(labels.key)) return labels;
    seen.add(labels.key);
  }
  return undefined;
}

function duplicateError(labels: Labels): InstanceResult {
  const text = [...labels].map(([name, value]) => `${name}=${value}`).join(', ');
  const message = `invalid format of evaluation results for the alert definition : frame cannot uniquely be identified by its labels: has duplicate results with labels {${text}}`;
  return errorResult(message, labels);
}
