import { QueryError } from './query-error';
import type { Span } from './span';

/** Walks through a query text; the lexers of both languages stand on it. Offsets are UTF-16 units. */
export class SourceCursor {
  readonly text: string;
  #offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  get offset(): number {
    return this.#offset;
  }

  get atEnd(): boolean {
    return this.#offset >= this.text.length;
  }

  /** The character `ahead` places from here, or '' past the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.#offset + ahead);
  }

  startsWith(literal: string): boolean {
    return this.text.startsWith(literal, this.#offset);
  }

  /** The next whole character (two units outside the basic plane), now behind the cursor; '' at the end. */
  take(): string {
    const code = this.text.codePointAt(this.#offset);
    const character = code === undefined ? '' : String.fromCodePoint(code);
    this.#offset += character.length;
    return character;
  }

  /** Steps over the literal when it is next, and says whether it was. */
  takeIf(literal: string): boolean {
    if (!this.startsWith(literal)) return false;
    this.#offset += literal.length;
    return true;
  }

  /** Steps over what a sticky (`/…/y`) expression matches here: the matched text, or '' when it does not match. */
  takeMatch(sticky: RegExp): string {
    sticky.lastIndex = this.#offset;
    const matched = sticky.exec(this.text)?.[0] ?? '';
    this.#offset += matched.length;
    return matched;
  }

  spanFrom(start: number): Span {
    return { start, end: this.#offset };
  }

  /** Throws a syntax error for the text from `start` to here. */
  fail(message: string, start = this.#offset): never {
    throw new QueryError('syntax', message, this.spanFrom(start));
  }
}
