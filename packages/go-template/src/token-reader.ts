import { QueryError, type Span } from '@firedrill/query-core';
import { tokenize, type Token, type TokenKind } from './lexer';

/** Reads the tokens of a template one after the other; "solid" ones are those that are no spaces. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #index = 0;

  /** Throws a QueryError of kind `syntax` for text that has no tokens. */
  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  peek(): Token {
    return this.#tokens[Math.min(this.#index, this.#tokens.length - 1)] ?? { kind: 'end', text: '', start: 0 };
  }

  next(): Token {
    const token = this.peek();
    this.#index += 1;
    return token;
  }

  peekSolid(): Token {
    while (this.peek().kind === 'space') this.#index += 1;
    return this.peek();
  }

  nextSolid(): Token {
    this.peekSolid();
    return this.next();
  }

  /** The place to come back to with `back`. */
  get position(): number {
    return this.#index;
  }

  /** Goes back: one token, or to a position. */
  back(position = this.#index - 1): void {
    this.#index = position;
  }

  /** Whether the next two tokens that are no spaces are `{{` and this keyword. */
  isAtAction(keyword: string): boolean {
    if (this.peek().kind !== 'leftDelim') return false;
    let index = this.#index + 1;
    while (this.#tokens[index]?.kind === 'space') index += 1;
    const token = this.#tokens[index];
    return token?.kind === 'keyword' && token.text === keyword;
  }

  expect(kind: TokenKind, context: string): void {
    const token = this.nextSolid();
    if (token.kind !== kind) this.unexpected(token, context);
  }

  unexpected(token: Token, context: string): never {
    const what = token.kind === 'end' ? 'EOF' : JSON.stringify(token.text);
    return this.fail(`unexpected ${what} in ${context}`, token);
  }

  fail(message: string, token: Token): never {
    throw new QueryError('syntax', message, spanOf(token));
  }
}

export function spanOf(token: Token): Span {
  return { start: token.start, end: token.start + token.text.length };
}
