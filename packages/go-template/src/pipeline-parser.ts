import { QueryError } from '@firedrill/query-core';
import type { TokenKind, Token } from './lexer';
import { parseNumber, unquote } from './literals';
import type { Command, Operand, Pipeline } from './syntax';
import { spanOf, type TokenReader } from './token-reader';

const OPERAND_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'boolean',
  'char',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);

/** Parses the pipelines of a template: commands joined by `|`, with the variables that they declare. */
export class PipelineParser {
  /** The variables in scope; a template that is defined starts with `$` alone. */
  variables: string[] = ['$'];
  readonly #reader: TokenReader;
  readonly #isFunction: (name: string) => boolean;

  constructor(reader: TokenReader, isFunction: (name: string) => boolean) {
    this.#reader = reader;
    this.#isFunction = isFunction;
  }

  /** [$x [, $y] := ] command | command … up to and including the end token. */
  parse(context: string, end: 'rightDelim' | 'rightParen'): Pipeline {
    const start = this.#reader.peekSolid().start;
    const { variables, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#reader.nextSolid();
      if (token.kind === end) {
        this.#checkPipeline(commands, context, token);
        return { kind: 'pipeline', variables, assigns, commands, span: { start, end: token.start } };
      }
      if (!OPERAND_STARTS.has(token.kind)) return this.#reader.unexpected(token, context);
      this.#reader.back();
      commands.push(this.#command());
    }
  }

  #declarations(context: string): { readonly variables: readonly string[]; readonly assigns: boolean } {
    const variables: string[] = [];
    while (this.#reader.peekSolid().kind === 'variable') {
      const back = this.#reader.position;
      const variable = this.#reader.nextSolid();
      const next = this.#reader.nextSolid();
      if (next.kind === 'declare' || next.kind === 'assign') {
        variables.push(variable.text);
        this.variables.push(...variables);
        return { variables, assigns: next.kind === 'assign' };
      }
      if (next.text !== ',') {
        this.#reader.back(back);
        break;
      }
      if (context !== 'range' || variables.length > 0)
        return this.#reader.fail(`too many declarations in ${context}`, next);
      variables.push(variable.text);
    }
    if (variables.length > 0) return this.#reader.fail('range can only initialize variables', this.#reader.peekSolid());
    return { variables, assigns: false };
  }

  #checkPipeline(commands: readonly Command[], context: string, end: Token): void {
    if (commands.length === 0) this.#reader.fail(`missing value for ${context}`, end);
    commands.slice(1).forEach((command, index) => {
      const kind = command.operands[0]?.kind;
      if (kind === 'boolean' || kind === 'dot' || kind === 'nil' || kind === 'number' || kind === 'string') {
        throw new QueryError('syntax', `non executable command in pipeline stage ${index + 2}`, command.span);
      }
    });
  }

  /** Operands separated by spaces, up to a pipe (consumed) or the end of the pipeline (not consumed). */
  #command(): Command {
    const operands: Operand[] = [];
    const start = this.#reader.peekSolid().start;
    for (;;) {
      this.#reader.peekSolid();
      const operand = this.#operand();
      if (operand !== undefined) operands.push(operand);
      const token = this.#reader.next();
      if (token.kind === 'space') continue;
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') this.#reader.back();
      else if (token.kind !== 'pipe') return this.#reader.unexpected(token, 'operand');
      return { operands, span: { start, end: token.start } };
    }
  }

  /** term .Field* */
  #operand(): Operand | undefined {
    const term = this.#term();
    if (term === undefined || this.#reader.peek().kind !== 'field') return term;
    const path: string[] = [];
    while (this.#reader.peek().kind === 'field') path.push(this.#reader.next().text.slice(1));
    const span = { start: term.span.start, end: this.#reader.peek().start };
    if (term.kind === 'field' || term.kind === 'variable') return { ...term, path: [...term.path, ...path], span };
    if (term.kind === 'function' || term.kind === 'pipeline') return { kind: 'chain', of: term, path, span };
    throw new QueryError('syntax', 'unexpected . after term', span);
  }

  #term(): Operand | undefined {
    const token = this.#reader.peek();
    if (!OPERAND_STARTS.has(token.kind)) return undefined;
    this.#reader.next();
    const span = spanOf(token);
    switch (token.kind) {
      case 'identifier':
        if (!this.#isFunction(token.text)) return this.#reader.fail(`function "${token.text}" not defined`, token);
        return { kind: 'function', name: token.text, span };
      case 'variable':
        if (!this.variables.includes(token.text)) return this.#reader.fail(`undefined variable "${token.text}"`, token);
        return { kind: 'variable', name: token.text, path: [], span };
      case 'field':
        return { kind: 'field', path: [token.text.slice(1)], span };
      case 'boolean':
        return { kind: 'boolean', value: token.text === 'true', span };
      case 'number':
      case 'char':
        return parseNumber(token.text, span);
      case 'string':
      case 'rawString':
        return { kind: 'string', value: unquote(token.text, span), span };
      case 'leftParen':
        return this.parse('parenthesized pipeline', 'rightParen');
      default:
        return { kind: token.kind === 'nil' ? 'nil' : 'dot', span };
    }
  }
}
