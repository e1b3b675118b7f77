import { QueryError } from '@firedrill/query-core';
import { BUILTINS } from './builtins';
import type { GoFunctions } from './go-function';
import type { Token } from './lexer';
import { unquote } from './literals';
import { PipelineParser } from './pipeline-parser';
import type { BranchNode, Template, TemplateNode } from './syntax';
import { spanOf, TokenReader } from './token-reader';

export type ParseResult =
  { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly error: QueryError };

/**
 * Parses a Go text/template. A function that is not among the names is an error, as in Go, where functions are known
 * before the text is parsed; Go's own (`printf`, `eq`, `index`, …) are always known.
 */
export function parseTemplate(text: string, functions: GoFunctions): ParseResult {
  try {
    const isFunction = (name: string): boolean => Object.hasOwn(functions, name) || Object.hasOwn(BUILTINS, name);
    return { ok: true, template: new Parser(text, isFunction).parse() };
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, error };
    throw error;
  }
}

class Parser {
  readonly #reader: TokenReader;
  readonly #pipelines: PipelineParser;
  readonly #definitions = new Map<string, readonly TemplateNode[]>();
  #rangeDepth = 0;

  constructor(text: string, isFunction: (name: string) => boolean) {
    this.#reader = new TokenReader(text);
    this.#pipelines = new PipelineParser(this.#reader, isFunction);
  }

  parse(): Template {
    const body: TemplateNode[] = [];
    while (this.#reader.peek().kind !== 'end') {
      if (this.#reader.isAtAction('define')) this.#definition();
      else body.push(...this.#textOrAction(undefined));
    }
    return { body, definitions: this.#definitions };
  }

  /** {{define "name"}} nodes {{end}} */
  #definition(): void {
    this.#reader.next();
    this.#reader.nextSolid();
    const name = this.#templateName('define clause');
    this.#reader.expect('rightDelim', 'define clause');
    this.#define(name);
  }

  /** The nodes up to {{end}} become the template of that name, with variables of its own. */
  #define(name: string): void {
    const outer = { variables: this.#pipelines.variables, rangeDepth: this.#rangeDepth };
    this.#pipelines.variables = ['$'];
    this.#rangeDepth = 0;
    const { nodes, stop } = this.#nodes();
    if (stop.text !== 'end') this.#reader.unexpected(stop, 'define clause');
    this.#reader.expect('rightDelim', 'end');
    this.#pipelines.variables = outer.variables;
    this.#rangeDepth = outer.rangeDepth;
    if (!this.#definitions.has(name) || nodes.some((node) => node.kind !== 'text' || node.text.trim() !== '')) {
      this.#definitions.set(name, nodes);
    }
  }

  /** Nodes until {{end}} or {{else}}, whose keyword is returned (its delimiters are not consumed behind it). */
  #nodes(): { readonly nodes: readonly TemplateNode[]; readonly stop: Token } {
    const nodes: TemplateNode[] = [];
    while (this.#reader.peek().kind !== 'end') {
      let stop: Token | undefined;
      nodes.push(...this.#textOrAction((token) => (stop = token)));
      if (stop !== undefined) return { nodes, stop };
    }
    return this.#reader.fail('unexpected EOF', this.#reader.peek());
  }

  #textOrAction(onStop: ((token: Token) => void) | undefined): readonly TemplateNode[] {
    const token = this.#reader.next();
    if (token.kind === 'text') return [{ kind: 'text', text: token.text }];
    const first = this.#reader.peekSolid();
    if (first.kind !== 'keyword' || first.text === 'define') return [this.#actionNode(first)];
    this.#reader.nextSolid();
    if (first.text === 'end' || first.text === 'else') {
      if (onStop === undefined) return this.#reader.fail(`unexpected {{${first.text}}}`, first);
      onStop(first);
      return [];
    }
    return [this.#keywordNode(first)];
  }

  #actionNode(first: Token): TemplateNode {
    if (first.kind === 'keyword') return this.#reader.unexpected(first, 'command');
    return { kind: 'action', pipeline: this.#pipelines.parse('command', 'rightDelim') };
  }

  #keywordNode(keyword: Token): TemplateNode {
    if (keyword.text === 'template') return this.#templateCall(keyword);
    if (keyword.text === 'block') return this.#block(keyword);
    if (keyword.text === 'break' || keyword.text === 'continue') {
      this.#reader.expect('rightDelim', `{{${keyword.text}}}`);
      if (this.#rangeDepth === 0) return this.#reader.fail(`{{${keyword.text}}} outside {{range}}`, keyword);
      return { kind: keyword.text };
    }
    return this.#branch(keyword.text as BranchNode['kind']);
  }

  /** {{if pipeline}} nodes {{else}} nodes {{end}}; {{else if}} and {{else with}} nest. */
  #branch(kind: BranchNode['kind']): BranchNode {
    const visible = this.#pipelines.variables.length;
    const pipeline = this.#pipelines.parse(kind, 'rightDelim');
    if (kind === 'range') this.#rangeDepth += 1;
    const { nodes: body, stop } = this.#nodes();
    if (kind === 'range') this.#rangeDepth -= 1;
    const otherwise = stop.text === 'end' ? this.#closeEnd() : this.#otherwise(kind);
    this.#pipelines.variables.length = visible;
    return { kind, pipeline, body, otherwise };
  }

  #closeEnd(): readonly TemplateNode[] {
    this.#reader.expect('rightDelim', 'end');
    return [];
  }

  #otherwise(kind: BranchNode['kind']): readonly TemplateNode[] {
    const next = this.#reader.peekSolid();
    const nests = next.kind === 'keyword' && next.text === kind && kind !== 'range';
    if (nests) {
      this.#reader.nextSolid();
      return [this.#branch(kind)];
    }
    this.#reader.expect('rightDelim', 'else');
    const { nodes, stop } = this.#nodes();
    if (stop.text !== 'end') return this.#reader.fail(`expected end; found {{${stop.text}}}`, stop);
    this.#reader.expect('rightDelim', 'end');
    return nodes;
  }

  /** {{template "name"}} or {{template "name" pipeline}} */
  #templateCall(keyword: Token): TemplateNode {
    const name = this.#templateName('template clause');
    const span = spanOf(keyword);
    if (this.#reader.peekSolid().kind === 'rightDelim') {
      this.#reader.nextSolid();
      return { kind: 'template', name, pipeline: undefined, span };
    }
    return { kind: 'template', name, pipeline: this.#pipelines.parse('template clause', 'rightDelim'), span };
  }

  /** {{block "name" pipeline}} nodes {{end}}: a definition and its call. */
  #block(keyword: Token): TemplateNode {
    const name = this.#templateName('block clause');
    const pipeline = this.#pipelines.parse('block clause', 'rightDelim');
    this.#define(name);
    return { kind: 'template', name, pipeline, span: spanOf(keyword) };
  }

  #templateName(context: string): string {
    const token = this.#reader.nextSolid();
    if (token.kind !== 'string' && token.kind !== 'rawString') return this.#reader.unexpected(token, context);
    return unquote(token.text, spanOf(token));
  }
}
