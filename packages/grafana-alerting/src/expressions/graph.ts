import { QueryError } from '@firedrill/query-core';
import type { RuleNode } from '../model';
import { parseClassicConditions } from './classic-conditions';
import { evaluateMath } from './math';
import { parseMath, variablesOf } from './math-syntax';
import type { ExpressionNode, NodeSource } from './node';
import { parseReduce } from './reduce';
import { parseResample } from './resample';
import { parseThreshold } from './threshold';

/** The nodes of a rule, checked, the expressions in an order in which every input comes first. */
export interface Graph {
  readonly queries: readonly RuleNode[];
  readonly expressions: readonly ExpressionNode[];
  readonly condition: string;
}

/** What the graph needs of a rule. */
export interface GraphSource {
  readonly nodes: readonly RuleNode[];
  readonly condition: string;
}

/** Checks a rule's nodes as Grafana does before each evaluation; throws a QueryError of kind `check`. */
export function buildGraph({ nodes, condition }: GraphSource): Graph {
  checkRefIds(nodes, condition);
  const queries = nodes.filter((node) => !isExpression(node));
  const expressions = nodes.filter(isExpression).map((node) => parseNode(node, condition));
  checkInputs(queries, expressions);
  return { queries, expressions: sortByInputs(queries, expressions), condition };
}

/** `-100` is how old rules name the expression service. */
export function isExpression(node: RuleNode): boolean {
  return node.datasourceUid === '__expr__' || node.datasourceUid === '-100';
}

const NODE_KINDS: Readonly<Record<string, (source: NodeSource) => ExpressionNode>> = {
  math: parseMathNode,
  reduce: parseReduce,
  resample: parseResample,
  threshold: parseThreshold,
  classic_conditions: parseClassicConditions,
};

function checkRefIds(nodes: readonly RuleNode[], condition: string): void {
  if (condition === '') throw new QueryError('check', 'condition must not be empty');
  if (nodes.length === 0) throw new QueryError('check', 'expression list is empty. must be at least 1 expression');
  const seen = new Set<string>();
  for (const { refId, datasourceUid } of nodes) {
    if (datasourceUid === '') throw new QueryError('check', `missing datasource uid in query with refId ${refId}`);
    if (seen.has(refId)) throw new QueryError('check', `refID '${refId}' is already used in this rule`);
    seen.add(refId);
  }
  if (seen.has(condition)) return;
  throw new QueryError('check', `condition ${condition} does not exist, must be one of [${[...seen].join(' ')}]`);
}

function parseNode({ refId, model, fromSeconds, toSeconds }: RuleNode, condition: string): ExpressionNode {
  const { type } = model;
  if (typeof type !== 'string') {
    const got =
      type === undefined
        ? 'no expression command type in query'
        : `expected expression command type to be a string, got ${typeof type}`;
    throw new QueryError('check', `invalid command type in expression '${refId}': ${got}`);
  }
  const parse = Object.hasOwn(NODE_KINDS, type) ? NODE_KINDS[type] : undefined;
  if (parse === undefined) {
    throw new QueryError(
      'check',
      `invalid command type in expression '${refId}': '${type}' is not a recognized expression type`,
    );
  }
  try {
    return parse({ refId, model, fromSeconds, toSeconds, isCondition: refId === condition });
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new QueryError('check', `failed to parse expression '${refId}': ${error.message}`);
  }
}

function parseMathNode({ refId, model }: NodeSource): ExpressionNode {
  const { expression } = model;
  if (expression === undefined) throw new QueryError('check', 'command is missing an expression');
  if (typeof expression !== 'string') {
    throw new QueryError('check', `math expression is expected to be a string, got ${typeof expression}`);
  }
  const root = parseMath(expression);
  return { refId, inputs: variablesOf(root), evaluate: (inputs) => evaluateMath(root, inputs) };
}

function checkInputs(queries: readonly RuleNode[], expressions: readonly ExpressionNode[]): void {
  const isQuery = new Set(queries.map(({ refId }) => refId));
  const byRefId = new Map(expressions.map((node) => [node.refId, node]));
  for (const node of expressions) {
    for (const input of node.inputs) {
      const source = byRefId.get(input);
      if (input === node.refId) {
        throw new QueryError(
          'check',
          `expression '${input}' cannot reference itself. Must be query or another expression`,
        );
      }
      if (source === undefined && !isQuery.has(input)) {
        throw new QueryError('check', `could not find dependent node [${input}]`);
      }
      if (node.classic === true && source !== undefined) {
        throw new QueryError(
          'check',
          `only data source queries may be inputs to a classic condition, ${input} is an expression`,
        );
      }
      if (source?.classic === true) {
        throw new QueryError(
          'check',
          `classic conditions may not be the input for other expressions, but ${input} is the input for ${node.refId}`,
        );
      }
    }
  }
}

function sortByInputs(queries: readonly RuleNode[], expressions: readonly ExpressionNode[]): readonly ExpressionNode[] {
  const done = new Set(queries.map(({ refId }) => refId));
  const sorted: ExpressionNode[] = [];
  let waiting = [...expressions];
  while (waiting.length > 0) {
    const ready = waiting.filter((node) => node.inputs.every((input) => done.has(input)));
    if (ready.length === 0) {
      throw new QueryError('check', `expressions form a cycle: ${waiting.map(({ refId }) => refId).join(', ')}`);
    }
    for (const node of ready) done.add(node.refId);
    sorted.push(...ready);
    waiting = waiting.filter((node) => !ready.includes(node));
  }
  return sorted;
}
