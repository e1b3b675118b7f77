import { QueryError } from '@firedrill/query-core';
import { NEWEST_BEHAVIOUR, type Behaviour } from './behaviour';
import type { DataSource } from './data-source';
import { evaluationString } from './expressions/captures';
import { evaluateNodes } from './expressions/evaluate-nodes';
import { buildGraph, type Graph } from './expressions/graph';
import { conditionResults, errorResult, type InstanceResult } from './expressions/results';
import { finalLabels, systemLabels } from './labels';
import type { AlertRule } from './model';
import type { RuleState } from './state/instance';
import { step, type LabelledResult, type StepOutcome } from './state/step';
import { expandAll, TemplateExpander } from './templates/expand';

/** What an evaluation needs beside the rule, its state and the time. */
export interface EvaluationOptions {
  readonly dataSources: ReadonlyMap<string, DataSource>;
  /** Grafana's address as templates and links show it. */
  readonly externalUrl: string;
  /** The newest Grafana when absent. */
  readonly behaviour?: Behaviour;
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
  options: Pick<EvaluationOptions, 'externalUrl' | 'behaviour'>,
): StepOutcome {
  const labelled = labelResults(rule, results, nowMs, options);
  return step(rule, state, labelled, nowMs, options.behaviour ?? NEWEST_BEHAVIOUR);
}

/** The results of a rule at a time, before any template or state. */
export async function queryRule(
  rule: AlertRule,
  state: RuleState,
  nowMs: number,
  { dataSources, behaviour = NEWEST_BEHAVIOUR }: Pick<EvaluationOptions, 'dataSources' | 'behaviour'>,
): Promise<readonly InstanceResult[]> {
  try {
    const graph = graphOf(rule);
    const outcomes = await evaluateNodes(graph, dataSources, { nowMs, loaded: loadedKeys(state), behaviour });
    return conditionResults(graph, outcomes, behaviour);
  } catch (error) {
    if (error instanceof QueryError) return [errorResult(error.message)];
    throw error;
  }
}

/** Gives each result the final labels and the annotations of its instance. */
function labelResults(
  rule: AlertRule,
  results: readonly InstanceResult[],
  nowMs: number,
  { externalUrl, behaviour = NEWEST_BEHAVIOUR }: Pick<EvaluationOptions, 'externalUrl' | 'behaviour'>,
): readonly LabelledResult[] {
  const expand = expanderOf(rule).at({ externalUrl, nowMs });
  const system = systemLabels(rule);
  return results.map((result) => {
    const { captures } = result;
    const labels = { ...result.labels.toObject(), ...system };
    const data = { labels, captures, value: () => evaluationString(captures) };
    const expanded = expandAll(rule.labels, (template) => expand(template, data));
    const annotations = expandAll(rule.annotations, (template) => expand(template, data));
    return { result, annotations, ...finalLabels(rule, expanded, result, behaviour) };
  });
}

/** Which raw label sets a recovery threshold takes for firing: Alerting and Pending, for no other reason than their value. */
function loadedKeys(state: RuleState): ReadonlySet<string> {
  const firing = [...state.instances.values()].filter(
    (instance) => instance.reason === '' && (instance.state === 'Alerting' || instance.state === 'Pending'),
  );
  return new Set(firing.map(({ resultKey }) => resultKey));
}

const graphs = new WeakMap<AlertRule, Graph>();
const expanders = new WeakMap<AlertRule, TemplateExpander>();

function graphOf(rule: AlertRule): Graph {
  let graph = graphs.get(rule);
  if (graph === undefined) graphs.set(rule, (graph = buildGraph(rule)));
  return graph;
}

function expanderOf(rule: AlertRule): TemplateExpander {
  let expander = expanders.get(rule);
  if (expander === undefined) expanders.set(rule, (expander = new TemplateExpander()));
  return expander;
}
