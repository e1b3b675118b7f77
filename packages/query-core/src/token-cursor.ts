import { QueryError } from './query-error';
import type { Span } from './span';

/** What a lexer makes; `kind` is the language's own union of token kinds. */
export interface Token<Kind extends string = string> {
  readonly kind: Kind;
  /** The token as it is written in the query. */
  readonly text: string;
  readonly span: Span;
}

/** The parser's place in a list of tokens that ends with an end token; it never steps past that one. */
export class TokenCursor<Kind extends string, T extends Token<Kind> = Token<Kind>> {
  readonly #tokens: readonly T[];
  #index = 0;

  /** The list must not be empty: its last token stands for the end of the query. */
  constructor(tokens: readonly T[]) {
    this.#tokens = tokens;
  }

  /** The token `ahead` places from here; past the end it is the end token. */
  peek(ahead = 0): T {
    const token = this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new Error('invariant: a token list ends with an end token');
    return token;
  }

  is(...kinds: readonly Kind[]): boolean {
    return kinds.includes(this.peek().kind);
  }

  take(): T {
    const token = this.peek();
    if (this.#index < this.#tokens.length - 1) this.#index += 1;
    return token;
  }

  /** Takes the next token when it is of this kind. */
  takeIf(kind: Kind): T | undefined {
    return this.is(kind) ? this.take() : undefined;
  }

  /** The end offset of the token taken last: where a node that ends here ends. */
  get lastEnd(): number {
    return this.#tokens[this.#index - 1]?.span.end ?? 0;
  }

  fail(message: string, span: Span = this.peek().span): never {
    throw new QueryError('syntax', message, span);
  }
}
