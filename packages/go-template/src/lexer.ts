import { QueryError } from '@firedrill/query-core';

export type TokenKind =
  | 'text'
  | 'leftDelim'
  | 'rightDelim'
  | 'space'
  | 'identifier'
  | 'keyword'
  | 'boolean'
  | 'dot'
  | 'nil'
  | 'field'
  | 'variable'
  | 'number'
  | 'char'
  | 'string'
  | 'rawString'
  | 'pipe'
  | 'leftParen'
  | 'rightParen'
  | 'declare'
  | 'assign'
  | 'other'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
}

const KEYWORDS = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with']);
const SPACES = ' \t\r\n';
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[bB][01_]*|0[oO][0-7_]*|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;
const WORD = /[\p{L}\p{Nd}_]*/uy;

/**
 * The tokens of a template text, spaces inside actions included (they separate operands).
 * Throws a QueryError of kind `syntax` for text that is no token.
 */
export function tokenize(text: string): readonly Token[] {
  return new Lexer(text).run();
}

class Lexer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #position = 0;
  #parenDepth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): readonly Token[] {
    while (this.#position < this.#text.length) this.#plainText();
    this.#push('end', '', this.#text.length);
    return this.#tokens;
  }

  #push(kind: TokenKind, text: string, start: number): void {
    this.#tokens.push({ kind, text, start });
  }

  #fail(message: string, start = this.#position, end = this.#position): never {
    throw new QueryError('syntax', message, { start, end });
  }

  /** Text up to the next `{{`, then the action behind it. */
  #plainText(): void {
    const start = this.#position;
    const found = this.#text.indexOf('{{', start);
    const end = found < 0 ? this.#text.length : found;
    const trims = found >= 0 && this.#text[found + 2] === '-' && isSpace(this.#text[found + 3]);
    const text = this.#text.slice(start, end);
    const kept = trims ? text.replace(/[ \t\r\n]+$/, '') : text;
    if (kept !== '') this.#push('text', kept, start);
    this.#position = end;
    if (found < 0) return;
    const inside = found + (trims ? 4 : 2);
    if (this.#text.startsWith('/*', inside)) this.#comment(inside);
    else this.#action(found, trims ? found + 3 : inside);
  }

  #comment(start: number): void {
    const close = this.#text.indexOf('*/', start);
    if (close < 0) this.#fail('unclosed comment', start, this.#text.length);
    this.#position = close + 2;
    const length = this.#rightDelimLength();
    if (length === 0) this.#fail('comment ends before closing delimiter', start, this.#position);
    this.#closeAction(length);
  }

  #action(delimiter: number, inside: number): void {
    this.#push('leftDelim', '{{', delimiter);
    this.#position = inside;
    this.#parenDepth = 0;
    for (;;) {
      const length = this.#rightDelimLength();
      if (length > 0) {
        if (this.#parenDepth > 0) this.#fail('unclosed left paren');
        this.#push('rightDelim', '}}', this.#position);
        this.#closeAction(length);
        return;
      }
      if (this.#position >= this.#text.length) this.#fail('unclosed action', delimiter, this.#text.length);
      this.#token();
    }
  }

  /** The length of `}}` or ` -}}` at the position; 0 when neither is there. */
  #rightDelimLength(): number {
    if (this.#text.startsWith('}}', this.#position)) return 2;
    const trims = isSpace(this.#text[this.#position]) && this.#text.startsWith('-}}', this.#position + 1);
    return trims ? 4 : 0;
  }

  #closeAction(length: number): void {
    this.#position += length;
    if (length === 4) while (isSpace(this.#text[this.#position])) this.#position += 1;
  }

  #token(): void {
    const start = this.#position;
    const first = this.#text[start] ?? '';
    const isLetter = /[\p{L}_]/u.test(String.fromCodePoint(this.#text.codePointAt(start) ?? 0));
    if (isSpace(first)) this.#spaces(start);
    else if (first === '"' || first === "'" || first === '`') this.#quoted(first, start);
    else if (first === '.' && !/[0-9]/.test(this.#text[start + 1] ?? '')) this.#word('field', start, 1);
    else if (first === '$') this.#word('variable', start, 1);
    else if (/[-+.0-9]/.test(first)) this.#number(start);
    else if (isLetter) this.#word('identifier', start, 0);
    else this.#punctuation(first, start);
  }

  #spaces(start: number): void {
    while (isSpace(this.#text[this.#position]) && this.#rightDelimLength() === 0) this.#position += 1;
    this.#push('space', this.#text.slice(start, this.#position), start);
  }

  #quoted(quote: string, start: number): void {
    let end = start + 1;
    while (this.#text[end] !== quote) {
      const character = this.#text[end];
      if (character === undefined || (character === '\n' && quote !== '`')) {
        const what = { '"': 'quoted string', "'": 'character constant', '`': 'raw quoted string' }[quote] ?? quote;
        this.#fail(`unterminated ${what}`, start, end);
      }
      end += character === '\\' && quote !== '`' ? 2 : 1;
    }
    this.#position = end + 1;
    const kind = { '"': 'string', "'": 'char', '`': 'rawString' } as const;
    this.#push(kind[quote as keyof typeof kind], this.#text.slice(start, end + 1), start);
  }

  /** An identifier, `.field` or `$variable`: its letters, then a character that may follow one. */
  #word(kind: 'identifier' | 'field' | 'variable', start: number, prefix: number): void {
    WORD.lastIndex = start + prefix;
    WORD.exec(this.#text);
    this.#position = WORD.lastIndex;
    const next = this.#text[this.#position];
    const ends = next === undefined || `${SPACES}.,|:()`.includes(next) || this.#text.startsWith('}}', this.#position);
    if (!ends) this.#fail(`bad character ${JSON.stringify(next)}`, this.#position, this.#position + 1);
    const word = this.#text.slice(start, this.#position);
    if (word === '.') this.#push('dot', word, start);
    else if (kind !== 'identifier') this.#push(kind, word, start);
    else if (KEYWORDS.has(word)) this.#push('keyword', word, start);
    else if (word === 'true' || word === 'false') this.#push('boolean', word, start);
    else this.#push(word === 'nil' ? 'nil' : 'identifier', word, start);
  }

  #number(start: number): void {
    NUMBER.lastIndex = start;
    NUMBER.exec(this.#text);
    const end = NUMBER.lastIndex;
    if (/[\p{L}\p{Nd}_]/u.test(this.#text[end] ?? '')) {
      this.#fail(`bad number syntax: ${JSON.stringify(this.#text.slice(start, end + 1))}`, start, end + 1);
    }
    this.#position = end;
    this.#push('number', this.#text.slice(start, end), start);
  }

  #punctuation(first: string, start: number): void {
    const kinds: Readonly<Record<string, TokenKind>> = {
      '=': 'assign',
      '|': 'pipe',
      '(': 'leftParen',
      ')': 'rightParen',
    };
    const declares = first === ':' && this.#text[start + 1] === '=';
    if (first === ':' && !declares) this.#fail('expected :=', start, start + 1);
    if (first === '(') this.#parenDepth += 1;
    if (first === ')') {
      this.#parenDepth -= 1;
      if (this.#parenDepth < 0) this.#fail('unexpected right paren', start, start + 1);
    }
    if (!/[\x20-\x7e]/.test(first)) this.#fail('unrecognized character in action', start, start + 1);
    this.#position += declares ? 2 : 1;
    this.#push(declares ? 'declare' : (kinds[first] ?? 'other'), this.#text.slice(start, this.#position), start);
  }
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && character !== '' && SPACES.includes(character);
}
