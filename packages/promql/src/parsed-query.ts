import { QueryError } from '@firedrill/query-core';
import { check } from './check/check';
import type { Expr } from './syntax/ast';
import { parseExpr } from './syntax/parser';

export interface ParsedQuery {
  readonly text: string;
  readonly expr: Expr;
}

export type ParseResult =
  { readonly ok: true; readonly expr: Expr } | { readonly ok: false; readonly error: QueryError };

/** How many texts stay parsed; a rule's tree also remembers the groups of its series. */
const REMEMBERED = 500;

const parsed = new Map<string, Expr>();
const texts = new WeakMap<Expr, string>();

/** Parses and checks a query. */
export function parse(text: string): ParseResult {
  try {
    const { expr } = parsedQuery(text);
    check(expr);
    return { ok: true, expr };
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, error };
    throw error;
  }
}

/** The tree of a text, the same one each time while it is remembered; or a tree with the text it was made from. */
export function parsedQuery(query: string | Expr): ParsedQuery {
  if (typeof query !== 'string') return { expr: query, text: texts.get(query) ?? '' };
  const known = parsed.get(query);
  const expr = known ?? parseExpr(query);
  parsed.delete(query);
  parsed.set(query, expr);
  texts.set(expr, query);
  const [oldest] = parsed.keys();
  if (parsed.size > REMEMBERED && oldest !== undefined) parsed.delete(oldest);
  return { text: query, expr };
}
