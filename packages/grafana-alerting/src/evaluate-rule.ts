import { QueryError } from '@firedrill/query-core';
import { NEWEST_BEHAVIOUR, type Behaviour } from './behaviour';
import type { DataSource } from './data-source';
import { evaluateNodes } from './expressions/evaluate-nodes';
import { buildGraph, type Graph } from './expressions/graph';
import { conditionResults, errorResult, type InstanceResult } from './expressions/results';
import { labelResults } from './label-results';
import type { AlertRule } from './model';
import type { RuleState } from './state/instance';
import { step, type StepOutcome } from './state/step';

/** What an evaluation needs beside the rule, its state and the time. */
export interface EvaluationOptions {
  readonly dataSources: ReadonlyMap<string, DataSource>;
  /** Grafana's address as templates and links show it. */
  readonly externalUrl: string;
  /** The newest Grafana when absent. */
  readonly behaviour?: Behaviour;
  /** `evaluation_result_limit`: a condition with more results is an Error; no limit when absent, as in Grafana. */
  readonly resultLimit?: number;
}

/**
 * Evaluates a rule at a time: asks its data sources, evaluates its expressions, makes one result per label set, expands
 * labels and annotations, and steps the state machine. A rule that cannot be evaluated gives an Error result, no exception.
 */
export async function evaluateRule(
  rule: AlertRule,
  state: RuleState,
  nowMs: number,
  options: EvaluationOptions,
): Promise<StepOutcome> {
  return applyResults(rule, state, await queryRule(rule, state, nowMs, options), nowMs, options);
}

/** The second half of an evaluation: from the results of a rule to its next state. Pure. */
export function applyResults(
  rule: AlertRule,
  state: RuleState,
  results: readonly InstanceResult[],
  nowMs: number,
  { externalUrl, behaviour = NEWEST_BEHAVIOUR }: Pick<EvaluationOptions, 'externalUrl' | 'behaviour'>,
): StepOutcome {
  return step(rule, state, labelResults(rule, results, nowMs, externalUrl, behaviour), nowMs, behaviour);
}

/** The results of a rule at a time, before any template or state. */
export async function queryRule(
  rule: AlertRule,
  state: RuleState,
  nowMs: number,
  { dataSources, resultLimit, behaviour = NEWEST_BEHAVIOUR }: Omit<EvaluationOptions, 'externalUrl'>,
): Promise<readonly InstanceResult[]> {
  try {
    const graph = graphOf(rule);
    const outcomes = await evaluateNodes(graph, dataSources, { nowMs, loaded: loadedKeys(state), behaviour });
    return conditionResults(graph, outcomes, behaviour, resultLimit);
  } catch (error) {
    if (error instanceof QueryError) return [errorResult(error.message)];
    throw error;
  }
}

/** Which raw label sets a recovery threshold takes for firing: Alerting and Pending, for no other reason than their value. */
function loadedKeys(state: RuleState): ReadonlySet<string> {
  const firing = [...state.instances.values()].filter(
    (instance) => instance.reason === '' && (instance.state === 'Alerting' || instance.state === 'Pending'),
  );
  return new Set(firing.map(({ resultKey }) => resultKey));
}

const graphs = new WeakMap<AlertRule, Graph>();

function graphOf(rule: AlertRule): Graph {
  let graph = graphs.get(rule);
  if (graph === undefined) graphs.set(rule, (graph = buildGraph(rule)));
  return graph;
}
