import { QueryError, TokenCursor, type Span } from '@firedrill/query-core';
import { lex } from './lexer';
import { describeToken, type Token, type TokenKind } from './tokens';

/** The parser's view of the query: tokens to take, and complaints in one voice. */
export class TokenReader extends TokenCursor<TokenKind, Token> {
  constructor(text: string) {
    super(lex(text));
  }

  /** Takes a token of this kind, or complains that something else is there. */
  expect(kind: TokenKind, where: string): Token {
    return this.takeIf(kind) ?? this.unexpected(where, `"${kind}"`);
  }

  /** Complains about the next token, or passes on the lexer's complaint when the text could not be read that far. */
  unexpected(where: string, expected?: string): never {
    const token = this.peek();
    if (token.kind === 'error') return this.fail(token.value);
    const place = where === '' ? '' : ` in ${where}`;
    return this.fail(
      `unexpected ${describeToken(token)}${place}${expected === undefined ? '' : `, expected ${expected}`}`,
    );
  }

  /** A mistake that the grammar allows: wrong place of a modifier, unknown function. */
  refuse(message: string, span: Span): never {
    throw new QueryError('check', message, span);
  }

  /** What the language has and this engine lacks. */
  unsupported(what: string, span: Span): never {
    throw new QueryError('unsupported', `not supported: ${what}`, span);
  }

  spanFrom(start: Span): Span {
    return { start: start.start, end: this.lastEnd };
  }
}
