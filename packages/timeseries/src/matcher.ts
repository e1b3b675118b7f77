import { RE2JS } from 're2js';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One label matcher of a selector. A missing label has the value ''. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  matches(labelValue: string): boolean;
}

/**
 * Regular expressions are RE2, anchored at both ends, with a dot that matches newlines, as in Prometheus and Loki.
 * Throws RE2JSSyntaxException when the expression is not valid.
 */
export function createMatcher(name: string, operator: MatchOperator, value: string): Matcher {
  return { name, operator, value, matches: predicate(operator, value) };
}

function predicate(operator: MatchOperator, value: string): (labelValue: string) => boolean {
  switch (operator) {
    case '=':
      return (labelValue) => labelValue === value;
    case '!=':
      return (labelValue) => labelValue !== value;
    case '=~':
      return anchored(value);
    case '!~': {
      const matches = anchored(value);
      return (labelValue) => !matches(labelValue);
    }
  }
}

function anchored(expression: string): (labelValue: string) => boolean {
  const compiled = RE2JS.compile(expression, RE2JS.DOTALL);
  return (labelValue) => compiled.matches(labelValue);
}
