import { createMatcher, type Matcher } from '@firedrill/timeseries';
import { RE2JSSyntaxException } from 're2js';
import type { MatcherNode } from '../syntax/ast';
import { expressionError } from './regular-expression';

/** The matcher of a node; an invalid expression is a QueryError `check` with its span. */
export function compileLabelMatcher({ name, operator, value, span }: MatcherNode): Matcher {
  try {
    return createMatcher(name, operator, value);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw expressionError(error, span);
    throw error;
  }
}
