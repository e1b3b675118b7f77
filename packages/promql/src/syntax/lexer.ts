import { QueryError, readQuotedString, SourceCursor } from '@firedrill/query-core';
import { scanNumberOrDuration } from './number-lexer';
import { isKeyword, SYMBOLS, type Token, type TokenKind } from './tokens';

/**
 * Splits a query into tokens. A text that is not PromQL ends the list with an `error` token, so that the parser reports
 * whichever mistake comes first; the last token is always `end of query` or `error`.
 */
export function lex(text: string): Token[] {
  return new Lexer(text).run();
}

const SPACE = /[ \t\r\n]+/y;
const COMMENT = /#[^\n\r]*/y;
const WORD = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const LABEL_WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const BRACE_SYMBOLS = ['=~', '!~', '!=', '=', ',', '}'] as const;
const BRACKET_SYMBOLS = ['+', '-', '*', '/', '%', '^', '(', ')', ':', ',', ']'] as const;

class Lexer {
  readonly #cursor: SourceCursor;
  readonly #tokens: Token[] = [];
  #inBraces = false;
  #inBrackets = false;
  #parentheses = 0;

  constructor(text: string) {
    this.#cursor = new SourceCursor(text);
  }

  run(): Token[] {
    for (;;) {
      while (this.#cursor.takeMatch(SPACE) !== '' || this.#cursor.takeMatch(COMMENT) !== '');
      const start = this.#cursor.offset;
      try {
        if (this.#cursor.atEnd) {
          this.#finish();
          return this.#tokens;
        }
        this.#next(start);
      } catch (error) {
        if (!(error instanceof QueryError)) throw error;
        this.#push('error', error.span?.start ?? start, error.message);
        return this.#tokens;
      }
    }
  }

  #finish(): void {
    const { offset } = this.#cursor;
    if (this.#inBraces) this.#cursor.fail('unexpected end of query inside braces');
    if (this.#parentheses > 0) this.#cursor.fail('unclosed left parenthesis');
    if (this.#inBrackets) this.#cursor.fail('unclosed left bracket');
    this.#push('end of query', offset);
  }

  #next(start: number): void {
    const cursor = this.#cursor;
    const first = cursor.peek();
    if ((first === '"' || first === "'" || first === '`') && !this.#inBrackets) {
      const value = readQuotedString(cursor);
      this.#push('string', start, value);
    } else if (this.#inBraces) this.#nextInBraces(start);
    else if (this.#inBrackets) this.#nextInBrackets(start);
    else if (/[A-Za-z_:]/.test(first)) this.#word(start);
    else if (/[0-9]/.test(first) || (first === '.' && /[0-9]/.test(cursor.peek(1)))) this.#number(start);
    else this.#symbol(start);
  }

  #nextInBraces(start: number): void {
    if (this.#cursor.takeMatch(LABEL_WORD) !== '') this.#push('identifier', start);
    else if (!this.#takeSymbol(BRACE_SYMBOLS, start)) this.#refuse('inside braces', start);
  }

  #nextInBrackets(start: number): void {
    const first = this.#cursor.peek();
    if (/[0-9]/.test(first) || (first === '.' && /[0-9]/.test(this.#cursor.peek(1)))) this.#number(start);
    else if (this.#cursor.takeMatch(/(?:step|range|min|max)(?=\s*\()/iy) !== '') this.#pushWord(start);
    else if (first === ':' && this.#tokens.at(-1)?.kind === '[') this.#refuseAfter('a range is missing before ":"');
    else if (!this.#takeSymbol(BRACKET_SYMBOLS, start)) this.#refuse('in a duration', start);
  }

  #word(start: number): void {
    this.#cursor.takeMatch(WORD);
    this.#pushWord(start);
  }

  #pushWord(start: number): void {
    const word = this.#cursor.text.slice(start, this.#cursor.offset);
    const lower = word.toLowerCase();
    if (lower === 'inf' || lower === 'nan') this.#push('number', start);
    else if (isKeyword(lower)) this.#push(lower, start);
    else this.#push(word.includes(':') ? 'metric identifier' : 'identifier', start);
  }

  #number(start: number): void {
    const kind = scanNumberOrDuration(this.#cursor);
    const read = this.#cursor.text.slice(start, this.#cursor.offset);
    if (kind === undefined) this.#cursor.fail(`expected a number or a duration, got ${JSON.stringify(read)}`, start);
    this.#push(kind, start);
  }

  #symbol(start: number): void {
    if (this.#cursor.startsWith('=~') || this.#cursor.startsWith('!~')) this.#refuse('outside braces', start);
    if (!this.#takeSymbol(SYMBOLS, start)) this.#refuse('', start);
  }

  #takeSymbol(symbols: readonly (typeof SYMBOLS)[number][], start: number): boolean {
    const symbol = symbols.find((candidate) => this.#cursor.takeIf(candidate));
    if (symbol === undefined) return false;
    this.#push(symbol, start);
    this.#track(symbol);
    return true;
  }

  #track(symbol: string): void {
    if (symbol === '{') this.#inBraces = true;
    else if (symbol === '}') this.#inBraces = false;
    else if (symbol === '[') this.#inBrackets = true;
    else if (symbol === ']') this.#inBrackets = false;
    else if (symbol === '(') this.#parentheses += 1;
    else if (symbol === ')') {
      this.#parentheses -= 1;
      if (this.#parentheses < 0) {
        this.#tokens.pop();
        this.#cursor.fail('unexpected right parenthesis');
      }
    }
  }

  /** Complains behind the next character, where Prometheus places this mistake. */
  #refuseAfter(message: string): never {
    this.#cursor.take();
    return this.#cursor.fail(message);
  }

  #refuse(where: string, start: number): never {
    const character = JSON.stringify(this.#cursor.take());
    return this.#cursor.fail(`unexpected character ${character}${where === '' ? '' : ` ${where}`}`, start);
  }

  #push(kind: TokenKind, start: number, value?: string): void {
    const span = this.#cursor.spanFrom(start);
    const text = this.#cursor.text.slice(span.start, span.end);
    this.#tokens.push({ kind, text, span, value: value ?? text });
  }
}
