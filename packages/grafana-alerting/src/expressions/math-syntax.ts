import { QueryError, type Span } from '@firedrill/query-core';

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '>' | '>=' | '<' | '<=' | '+' | '-' | '*' | '/' | '%' | '**';

/** The functions of math expressions and how many arguments each takes. */
export const MATH_FUNCTIONS = {
  abs: 1,
  log: 1,
  round: 1,
  ceil: 1,
  floor: 1,
  is_nan: 1,
  is_inf: 1,
  is_null: 1,
  is_number: 1,
  nan: 0,
  inf: 0,
  infn: 0,
  null: 0,
} as const;
export type MathFunction = keyof typeof MATH_FUNCTIONS;

export type MathNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable'; readonly refId: string }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: MathNode }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: MathNode; readonly right: MathNode }
  | { readonly kind: 'call'; readonly name: MathFunction; readonly argument: MathNode | undefined };

interface Token {
  readonly kind: 'operator' | 'number' | 'name' | 'variable' | 'punctuation' | 'end';
  readonly text: string;
  readonly span: Span;
}

/** From the loosest to the tightest; all group from the left, also `**`. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '>', '>=', '<', '<='],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
];

/** Parses a math expression as Grafana does; throws a QueryError of kind `syntax` with the place. */
export function parseMath(text: string): MathNode {
  const parser = new MathParser(tokenize(text));
  return parser.parse();
}

/** The refIds that an expression reads, each once. */
export function variablesOf(node: MathNode): readonly string[] {
  switch (node.kind) {
    case 'number':
      return [];
    case 'variable':
      return [node.refId];
    case 'unary':
      return variablesOf(node.operand);
    case 'binary':
      return [...new Set([...variablesOf(node.left), ...variablesOf(node.right)])];
    case 'call':
      return node.argument === undefined ? [] : variablesOf(node.argument);
  }
}

class MathParser {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): MathNode {
    const node = this.#binary(0);
    if (this.#peek().kind !== 'end') this.#unexpected('root input');
    return node;
  }

  /** level: next (operator next)* */
  #binary(level: number): MathNode {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#factor();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find(
        (candidate) => this.#peek().kind === 'operator' && this.#peek().text === candidate,
      );
      if (operator === undefined) return left;
      this.#index += 1;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  /** number | variable | name "(" [expression] ")" | "(" expression ")" | ("!" | "-") factor */
  #factor(): MathNode {
    const token = this.#peek();
    if (token.kind === 'number') return this.#number(token);
    if (token.kind === 'name') return this.#call(token);
    if (token.kind === 'variable') {
      this.#index += 1;
      return { kind: 'variable', refId: token.text.replace(/^\$\{?|\}$/g, '') };
    }
    if (token.kind === 'operator' && (token.text === '!' || token.text === '-')) {
      this.#index += 1;
      return { kind: 'unary', operator: token.text, operand: this.#factor() };
    }
    if (token.text !== '(') return this.#unexpected('input: F()');
    this.#index += 1;
    const node = this.#binary(0);
    this.#close();
    return node;
  }

  #number(token: Token): MathNode {
    this.#index += 1;
    const { text } = token;
    const value = /^0[0-7]+$/.test(text) ? parseInt(text, 8) : Number(text);
    if (!Number.isFinite(value)) {
      throw new QueryError('syntax', `illegal number syntax: ${JSON.stringify(text)}`, token.span);
    }
    return { kind: 'number', value };
  }

  #call(token: Token): MathNode {
    if (!Object.hasOwn(MATH_FUNCTIONS, token.text)) {
      throw new QueryError('syntax', `non existent function ${token.text}`, token.span);
    }
    const name = token.text as MathFunction;
    this.#index += 1;
    if (this.#peek().text !== '(') this.#unexpected('func');
    this.#index += 1;
    const argument = this.#peek().text === ')' ? undefined : this.#binary(0);
    const wanted = MATH_FUNCTIONS[name];
    if (argument === undefined && wanted > 0) {
      throw new QueryError('syntax', `parse: not enough arguments for ${name}`, token.span);
    }
    if (argument !== undefined && (wanted === 0 || this.#peek().kind !== 'punctuation')) {
      throw new QueryError('syntax', `parse: too many arguments for ${name}`, token.span);
    }
    this.#close();
    return { kind: 'call', name, argument };
  }

  #close(): void {
    if (this.#peek().text !== ')') this.#unexpected('input: F()');
    this.#index += 1;
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? { kind: 'end', text: '', span: { start: 0, end: 0 } };
  }

  #unexpected(context: string): never {
    const token = this.#peek();
    const what = token.kind === 'end' ? 'EOF' : JSON.stringify(token.text);
    throw new QueryError('syntax', `unexpected ${what} in ${context}`, token.span);
  }
}

const OPERATORS: ReadonlySet<string> = new Set([...LEVELS.flat(), '!']);

/** Each kind of token and its form, tried in this order; spaces have none. */
const TOKENS: readonly (readonly [kind: Exclude<Token['kind'], 'end'> | 'space', form: RegExp])[] = [
  ['space', /[ \t\r\n]+/y],
  ['operator', /[!<>=&|+\-*/%]+/y],
  ['number', /0[xX][0-9a-fA-F]*|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]*)?/y],
  ['name', /\p{L}[\p{L}_]*/uy],
  ['variable', /\$(?:\{[^}]*\}?|[\p{L}\p{Nd}_]*)/uy],
  ['punctuation', /[(),]/y],
];

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let start = 0;
  while (start < text.length) {
    const { kind, found } = matchAt(text, start);
    const span = { start, end: start + found.length };
    if (kind !== 'space') {
      checkToken(kind, found, span);
      tokens.push({ kind, text: found, span });
    }
    start = span.end;
  }
  tokens.push({ kind: 'end', text: '', span: { start, end: start } });
  return tokens;
}

function matchAt(text: string, start: number): { readonly kind: (typeof TOKENS)[number][0]; readonly found: string } {
  for (const [kind, form] of TOKENS) {
    form.lastIndex = start;
    const found = form.exec(text)?.[0];
    if (found !== undefined) return { kind, found };
  }
  const character = text[start] ?? '';
  throw new QueryError('syntax', `unexpected invalid character: ${character}`, { start, end: start + 1 });
}

/** A run of operator characters is one operator, so `$A*-1` has the unknown operator `*-`. */
function checkToken(kind: Token['kind'], text: string, span: Span): void {
  if (kind === 'operator' && !OPERATORS.has(text)) throw new QueryError('syntax', `unexpected ${text}`, span);
  if (kind !== 'variable') return;
  if (text === '$' || text === '${}') throw new QueryError('syntax', 'unexpected incomplete variable', span);
  if (!text.startsWith('${')) return;
  if (!text.endsWith('}')) throw new QueryError('syntax', 'unexpected unterminated variable missing closing }', span);
  if (!/^\$\{[\p{L}\p{Nd}_\s]+\}$/u.test(text)) {
    throw new QueryError('syntax', 'unexpected unsupported variable character', span);
  }
}
