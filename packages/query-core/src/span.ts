/** A half-open range of UTF-16 offsets in a source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as people name it: both counted from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The line and column of an offset; an offset past the end is the place after the last character. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

/**
 * The line of the text that holds the span, with carets below it:
 *
 *     sum(rate(x))
 *         ^^^^^^^
 */
export function printSpan(text: string, span: Span): string {
  const { line, column } = positionAt(text, span.start);
  const sourceLine = text.split('\n')[line - 1] ?? '';
  const width = Math.max(1, Math.min(span.end - span.start, sourceLine.length - column + 1));
  const indent = sourceLine.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return `${sourceLine}\n${indent}${'^'.repeat(width)}`;
}
