import { QueryError, type Span } from '@firedrill/query-core';
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** Compiles an RE2 expression; a mistake in it is a QueryError `check` with the span. */
export function compileRegularExpression(text: string, span: Span, flags = 0): RE2JS {
  try {
    return RE2JS.compile(text, flags);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw expressionError(error, span);
    throw error;
  }
}

/** What is wrong with an expression, without the flag that the dot needs to match newlines. */
export function expressionError({ message }: RE2JSSyntaxException, span: Span): QueryError {
  return new QueryError('check', message.replace('`(?s)', '`'), span);
}

const LITERALS = /^[^\\.+*?()[\]{}^$]*$/;

/** Finds the expression anywhere in a text, its dot matching newlines; plain texts and `a|b` need no machine. */
export function compileSearch(text: string, span: Span): (line: string) => boolean {
  const compiled = compileRegularExpression(text, span, RE2JS.DOTALL);
  if (!LITERALS.test(text)) return (line) => compiled.matcher(line).find();
  const alternatives = text.split('|');
  return (line) => alternatives.some((alternative) => line.includes(alternative));
}
