import { QueryError, TokenCursor, type Span } from '@firedrill/query-core';
import { lex, type LogqlToken } from './lexer';
import type { TokenKind } from './token-kinds';

/** The parser's place in a LogQL query. */
export class LogqlCursor extends TokenCursor<TokenKind, LogqlToken> {
  constructor(text: string) {
    super(lex(text));
  }

  /** Takes the next token, which must be of one of these kinds. */
  expect(...kinds: readonly TokenKind[]): LogqlToken {
    return this.is(...kinds) ? this.take() : this.unexpected(...kinds);
  }

  /** Throws: the next token fits nowhere here. */
  unexpected(...expected: readonly string[]): never {
    const token = this.peek();
    if (token.kind === 'invalid') throw new QueryError('syntax', token.value, token.span);
    const found = token.kind === 'end' ? 'the end of the query' : JSON.stringify(token.text);
    const wanted = expected.length === 0 ? '' : `expected ${expected.map(describe).join(' or ')}, got `;
    this.fail(wanted === '' ? `unexpected ${found}` : wanted + found);
  }

  spanFrom(start: number): Span {
    return { start, end: this.lastEnd };
  }
}

const NAMED: Readonly<Record<string, string>> = {
  identifier: 'a name',
  string: 'a string',
  number: 'a number',
  duration: 'a duration',
  range: 'a range such as [5m]',
  end: 'the end of the query',
};

function describe(kind: string): string {
  return NAMED[kind] ?? `"${kind}"`;
}
