import { positionAt, printSpan, type Span } from './span';

/**
 * What is wrong with a query: `syntax` and `check` before evaluation, `unsupported` for what the language has and this
 * engine lacks, `execution` while evaluating, `limit` for too many samples or series, `timeout` for too much time.
 */
export type QueryErrorKind = 'syntax' | 'check' | 'unsupported' | 'execution' | 'limit' | 'timeout';

/** A mistake of the person who wrote the query, or of the data it met; thrown inside an engine, caught in its `query`. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly kind: QueryErrorKind;
  /** Where in the query text; absent when no one place is to blame. */
  readonly span: Span | undefined;

  constructor(kind: QueryErrorKind, message: string, span?: Span) {
    super(message);
    this.kind = kind;
    this.span = span;
  }
}

/** `1:5: message`, then the line and its carets; the message alone when the error has no span. */
export function describeQueryError(text: string, error: QueryError): string {
  if (error.span === undefined) return error.message;
  const { line, column } = positionAt(text, error.span.start);
  return `${line}:${column}: ${error.message}\n${printSpan(text, error.span)}`;
}
