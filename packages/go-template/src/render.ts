import { QueryError } from '@firedrill/query-core';
import { BUILTINS } from './builtins';
import { callFunction, checkArgumentCount, parameterAt, type GoFunctions, type GoParameter } from './go-function';
import { numberValue } from './number-value';
import { printValue } from './print';
import type { BranchNode, Command, Operand, Pipeline, Template, TemplateNode } from './syntax';
import { GoMap, GoStruct, goTypeName, isTrue, methodOf, type GoValue } from './value';

export interface RenderOptions {
  /** The functions beside Go's own; the same names as at parsing. */
  readonly functions: GoFunctions;
  /** What `.missing` of a map gives: no value (Go's default), or the zero value of its elements. */
  readonly missingKey?: 'invalid' | 'zero';
}

export type RenderResult =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: QueryError };

/** Renders a parsed template with the data as its dot. The text so far is lost on an error, as Grafana drops it. */
export function renderTemplate(template: Template, data: GoValue, options: RenderOptions): RenderResult {
  const renderer = new Renderer(template, options);
  try {
    return { ok: true, text: renderer.render(template.body, data) };
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, error };
    throw error;
  }
}

const NONE: readonly GoValue[] = [];

/** Go's limit is deeper than what the stack of JavaScript allows. */
const MAX_DEPTH = 1000;

type Flow = 'next' | 'break' | 'continue';
interface Variable {
  readonly name: string;
  value: GoValue;
}

class Renderer {
  readonly #template: Template;
  readonly #options: RenderOptions;
  readonly #output: string[] = [];
  #variables: Variable[] = [];
  #depth = 0;

  constructor(template: Template, options: RenderOptions) {
    this.#template = template;
    this.#options = options;
  }

  render(nodes: readonly TemplateNode[], data: GoValue): string {
    this.#variables = [{ name: '$', value: data }];
    this.#walk(nodes, data);
    return this.#output.join('');
  }

  #walk(nodes: readonly TemplateNode[], dot: GoValue): Flow {
    const visible = this.#variables.length;
    for (const node of nodes) {
      const flow = this.#node(node, dot);
      if (flow !== 'next') return flow;
    }
    if (nodes !== this.#template.body) this.#variables.length = visible;
    return 'next';
  }

  #node(node: TemplateNode, dot: GoValue): Flow {
    switch (node.kind) {
      case 'text':
        this.#output.push(node.text);
        return 'next';
      case 'action': {
        const value = this.#pipeline(node.pipeline, dot);
        if (node.pipeline.variables.length === 0) this.#output.push(printValue(value));
        return 'next';
      }
      case 'if':
      case 'with':
        return this.#branch(node, dot);
      case 'range':
        return this.#range(node, dot);
      case 'template':
        return this.#call(node, dot);
      case 'break':
      case 'continue':
        return node.kind;
    }
  }

  #branch(node: BranchNode, dot: GoValue): Flow {
    const visible = this.#variables.length;
    const value = this.#pipeline(node.pipeline, dot);
    const inner = node.kind === 'with' ? value : dot;
    const flow = isTrue(value) ? this.#walk(node.body, inner) : this.#walk(node.otherwise, dot);
    this.#variables.length = visible;
    return flow;
  }

  #range(node: BranchNode, dot: GoValue): Flow {
    const visible = this.#variables.length;
    const value = this.#pipeline({ ...node.pipeline, variables: [] }, dot);
    const pairs = elementsOf(value);
    for (const [key, element] of pairs) {
      this.#assignRange(node.pipeline, key, element);
      const flow = this.#walk(node.body, element);
      this.#variables.length = visible;
      if (flow === 'break') break;
    }
    const flow = pairs.length === 0 ? this.#walk(node.otherwise, dot) : 'next';
    this.#variables.length = visible;
    return flow;
  }

  #assignRange({ variables, assigns }: Pipeline, key: GoValue, element: GoValue): void {
    const [first, second] = variables;
    if (first === undefined) return;
    const set = assigns ? this.#set.bind(this) : this.#declare.bind(this);
    set(first, second === undefined ? element : key);
    if (second !== undefined) set(second, element);
  }

  #call(node: Extract<TemplateNode, { readonly kind: 'template' }>, dot: GoValue): Flow {
    const nodes = this.#template.definitions.get(node.name);
    if (nodes === undefined)
      throw new QueryError('execution', `template ${JSON.stringify(node.name)} not defined`, node.span);
    if (this.#depth >= MAX_DEPTH) throw new QueryError('limit', 'exceeded maximum template depth', node.span);
    const data = node.pipeline === undefined ? undefined : this.#pipeline(node.pipeline, dot);
    const outer = this.#variables;
    this.#variables = [{ name: '$', value: data }];
    this.#depth += 1;
    this.#walk(nodes, data);
    this.#depth -= 1;
    this.#variables = outer;
    return 'next';
  }

  #declare(name: string, value: GoValue): void {
    this.#variables.push({ name, value });
  }

  #set(name: string, value: GoValue): void {
    const variable = this.#variables.findLast((candidate) => candidate.name === name);
    if (variable === undefined) throw new QueryError('execution', `undefined variable: ${name}`);
    variable.value = value;
  }

  #pipeline(pipeline: Pipeline, dot: GoValue): GoValue {
    let value: GoValue;
    let previous: readonly GoValue[] = NONE;
    for (const command of pipeline.commands) {
      try {
        value = this.#command(command, dot, previous);
      } catch (error) {
        throw placed(error, command);
      }
      previous = [value];
    }
    for (const name of pipeline.variables) {
      if (pipeline.assigns) this.#set(name, value);
      else this.#declare(name, value);
    }
    return value;
  }

  /** A command: its first operand called with the rest, and with the value of the previous command as the last argument. */
  #command(command: Command, dot: GoValue, previous: readonly GoValue[]): GoValue {
    const [first] = command.operands;
    if (first === undefined) return undefined;
    if (first.kind === 'function') return this.#function(first.name, command.operands.slice(1), dot, previous);
    if (first.kind === 'nil') throw new QueryError('execution', 'nil is not a command');
    if (command.operands.length + previous.length === 1) return this.#operand(first, dot, 'any');
    const rest = command.operands.slice(1);
    const method = this.#method(first, dot);
    if (method !== undefined) return method(...rest.map((operand) => this.#operand(operand, dot, 'any')), ...previous);
    const text = first.kind === 'field' || first.kind === 'variable' ? (first.path.at(-1) ?? 'value') : 'value';
    throw new QueryError('execution', `${text} is not a method but has arguments`);
  }

  #function(name: string, operands: readonly Operand[], dot: GoValue, previous: readonly GoValue[]): GoValue {
    const called = this.#options.functions[name] ?? BUILTINS[name];
    if (called === undefined) throw new QueryError('execution', `${JSON.stringify(name)} is not a defined function`);
    checkArgumentCount(name, called, operands.length + previous.length);
    if (name === 'and' || name === 'or') return this.#shortCircuit(name, operands, dot, previous);
    const args = operands.map((operand, index) => this.#operand(operand, dot, parameterAt(called, index)));
    return callFunction(name, called, previous.length === 0 ? args : [...args, ...previous]);
  }

  #shortCircuit(name: 'and' | 'or', operands: readonly Operand[], dot: GoValue, previous: readonly GoValue[]): GoValue {
    let value: GoValue;
    for (const operand of operands) {
      value = this.#operand(operand, dot, 'any');
      if (isTrue(value) === (name === 'or')) return value;
    }
    return previous.length > 0 ? previous[0] : value;
  }

  #operand(operand: Operand, dot: GoValue, parameter: GoParameter): GoValue {
    switch (operand.kind) {
      case 'dot':
        return dot;
      case 'nil':
        if (parameter === 'any' || parameter === 'map' || parameter === 'list') return null;
        throw new QueryError('execution', 'cannot assign nil');
      case 'boolean':
      case 'string':
        return operand.value;
      case 'number':
        return numberValue(operand, parameter);
      case 'field':
        return this.#path(dot, operand.path);
      case 'variable':
        return this.#path(this.#variables.findLast(({ name }) => name === operand.name)?.value, operand.path);
      case 'chain':
        return this.#path(this.#operand(operand.of, dot, 'any'), operand.path);
      case 'function':
        return this.#function(operand.name, [], dot, []);
      case 'pipeline':
        return this.#pipeline(operand, dot);
    }
  }

  /** The method that a field names on what comes before it. */
  #method(operand: Operand, dot: GoValue): ReturnType<typeof methodOf> {
    if (operand.kind !== 'field' && operand.kind !== 'variable' && operand.kind !== 'chain') return undefined;
    const name = operand.path.at(-1);
    if (name === undefined) return undefined;
    return methodOf(this.#operand({ ...operand, path: operand.path.slice(0, -1) }, dot, 'any'), name);
  }

  #path(value: GoValue, path: readonly string[]): GoValue {
    let reached = value;
    for (const name of path) reached = this.#field(reached, name);
    return reached;
  }

  #field(receiver: GoValue, name: string): GoValue {
    if (receiver === undefined) return undefined;
    const method = methodOf(receiver, name);
    if (method !== undefined) return method();
    if (receiver instanceof GoMap) {
      if (receiver.entries.has(name)) return receiver.entries.get(name);
      return this.#options.missingKey === 'zero' ? receiver.elementZero : undefined;
    }
    if (receiver instanceof GoStruct) {
      if (Object.hasOwn(receiver.fields, name)) return receiver.fields[name];
      if (name === 'String' && receiver.text !== undefined) return receiver.text;
    }
    if (receiver === null) throw new QueryError('execution', `nil pointer evaluating interface {}.${name}`);
    throw new QueryError('execution', `can't evaluate field ${name} in type ${goTypeName(receiver)}`);
  }
}

/** The key and element pairs that `range` goes through; an int counts up to itself. */
function elementsOf(value: GoValue): readonly (readonly [GoValue, GoValue])[] {
  if (value === undefined || value === null) return [];
  if (value instanceof GoMap) return value.sorted;
  if (typeof value === 'bigint')
    return Array.from({ length: Number(value) }, (_, index) => [BigInt(index), BigInt(index)]);
  if (typeof value !== 'object' || value instanceof GoStruct) {
    throw new QueryError('execution', `range can't iterate over ${printValue(value)}`);
  }
  return value.map((element, index) => [BigInt(index), element]);
}

/** The error with the command's place, when it has none of its own. */
function placed(error: unknown, command: Command): unknown {
  const isPlaceless = error instanceof QueryError && error.span === undefined;
  return isPlaceless ? new QueryError(error.kind, error.message, command.span) : error;
}
