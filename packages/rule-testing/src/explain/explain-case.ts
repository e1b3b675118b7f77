import {
  buildGraph,
  compilePolicy,
  evaluateNodes,
  formatState,
  policiesOf,
  type AlertRule,
  type ExpressionValue,
  type NodeOutcome,
} from '@firedrill/grafana-alerting';
import { QueryError } from '@firedrill/query-core';
import { formatDuration, Labels } from '@firedrill/timeseries';
import type { RuleCase } from '../cases/case-file';
import type { Provisioning } from '../provisioning/load-provisioning';
import { describeLabels } from '../run/compare';
import { caseOptions, runCase, type Evaluation } from '../run/run-case';

/** One evaluation of a rule, step by step. */
export interface Explanation {
  readonly atMs: number;
  /** What each query answered and each expression made of it, in the order of the rule. */
  readonly nodes: readonly { readonly refId: string; readonly kind: string; readonly values: readonly string[] }[];
  readonly instances: readonly {
    readonly labels: string;
    readonly before: string;
    readonly after: string;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
  readonly sent: number;
  /** The contact points that the notification policies choose for what was sent, each once. */
  readonly contactPoints: readonly string[];
}

/** The last evaluation of a case up to a time; undefined when there is none. */
export async function explainCase(
  rule: AlertRule,
  ruleCase: RuleCase,
  provisioning: Provisioning,
  atMs: number,
  grafana?: string,
): Promise<Explanation | undefined> {
  const evaluations = await runCase(rule, { ...ruleCase, untilMs: atMs }, provisioning, grafana);
  const evaluation = evaluations.at(-1);
  if (evaluation === undefined) return undefined;
  const before = evaluations.at(-2)?.state.instances.values() ?? [];
  const firing = [...before].filter(
    ({ reason, state }) => reason === '' && (state === 'Alerting' || state === 'Pending'),
  );
  const { sources, behaviour } = caseOptions(ruleCase, provisioning, grafana);
  sources.nowMs = evaluation.atMs;
  const context = { nowMs: evaluation.atMs, loaded: new Set(firing.map(({ resultKey }) => resultKey)), behaviour };
  const outcomes = await attempt(() => evaluateNodes(buildGraph(rule), sources.dataSources, context));
  return {
    atMs: evaluation.atMs,
    nodes: rule.nodes.map(({ refId, datasourceUid, model }) => ({
      refId,
      kind: datasourceUid === '__expr__' ? String(model.type) : datasourceUid,
      values: typeof outcomes === 'string' ? [outcomes] : describeOutcome(outcomes.get(refId)),
    })),
    instances: evaluation.transitions.map(({ previous, instance, removed }) => ({
      labels: describeLabels(instance.labels),
      before: formatState(previous),
      after: `${formatState(instance)}${removed ? ', gone' : ''}`,
      annotations: instance.annotations,
    })),
    sent: evaluation.sent.length,
    contactPoints: contactPointsOf(evaluation, provisioning),
  };
}

export function formatExplanation({ atMs, nodes, instances, sent, contactPoints }: Explanation): string {
  return [
    `at ${formatDuration(atMs)}`,
    ...nodes.flatMap(({ refId, kind, values }) => [`  ${refId} (${kind})`, ...values.map((value) => `    ${value}`)]),
    ...instances.flatMap(({ labels, before, after, annotations }) => [
      `  ${labels} ${before} → ${after}`,
      ...Object.entries(annotations).map(([name, text]) => `    ${name}: ${text}`),
    ]),
    `  ${sent === 0 ? 'nothing' : sent} sent to the Alertmanager${sent === 0 ? '' : `, for ${contactPoints.join(', ')}`}`,
  ].join('\n');
}

function contactPointsOf({ sent }: Evaluation, { alerting, rules }: Provisioning): readonly string[] {
  const settings = rules.flatMap(({ notificationSettings }) => notificationSettings ?? []);
  const tree = compilePolicy(alerting.policies[0]?.root, settings);
  const policies = sent.flatMap(({ labels }) => policiesOf(tree, Labels.of(labels)));
  return [...new Set(policies.map(({ receiver }) => receiver))];
}

async function attempt<T>(evaluate: () => Promise<T>): Promise<T | string> {
  try {
    return await evaluate();
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}

function describeOutcome(outcome: NodeOutcome | undefined): readonly string[] {
  if (outcome === undefined) return ['not evaluated'];
  if (!outcome.ok) return [outcome.failure.message];
  return outcome.values.length === 0 ? ['no data'] : outcome.values.map(describeValue);
}

function describeValue(value: ExpressionValue): string {
  switch (value.kind) {
    case 'noData':
      return 'no data';
    case 'scalar':
      return String(value.value);
    case 'number':
      return `${describeLabels(value.labels)} ${value.value}`;
    case 'series':
      return `${describeLabels(value.labels)} ${value.points.length} points, last ${value.points.at(-1)?.[1] ?? 'none'}`;
  }
}
