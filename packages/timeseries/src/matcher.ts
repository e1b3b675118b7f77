import { RE2JS } from 're2js';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One label matcher of a selector. A missing label has the value ''. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  matches(labelValue: string): boolean;
}

type Predicate = (labelValue: string) => boolean;

/** How many label values one expression remembers its answer for. */
const REMEMBERED = 10_000;

/** Text without a character that means something in a regular expression. */
const LITERAL = /^[^\\.+*?()|[\]{}^$]*$/;

/**
 * Regular expressions are RE2, anchored at both ends, with a dot that matches newlines, as in Prometheus and Loki.
 * Throws RE2JSSyntaxException when the expression is not valid.
 */
export function createMatcher(name: string, operator: MatchOperator, value: string): Matcher {
  return { name, operator, value, matches: predicate(operator, value) };
}

function predicate(operator: MatchOperator, value: string): Predicate {
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

function anchored(expression: string): Predicate {
  return fastPath(expression) ?? remembered(RE2JS.compile(expression, RE2JS.DOTALL));
}

/** Most expressions in rules are `a|b`, `prefix.*`, `.*` or `.+`; those need no regular expression machine. */
function fastPath(expression: string): Predicate | undefined {
  const alternatives = expression.split('|');
  if (alternatives.every((alternative) => LITERAL.test(alternative))) {
    const accepted = new Set(alternatives);
    return (labelValue) => accepted.has(labelValue);
  }
  const prefix = expression.slice(0, -2);
  if (!LITERAL.test(prefix)) return undefined;
  if (expression.endsWith('.*')) return (labelValue) => labelValue.startsWith(prefix);
  if (expression.endsWith('.+'))
    return (labelValue) => labelValue.length > prefix.length && labelValue.startsWith(prefix);
  return undefined;
}

function remembered(compiled: RE2JS): Predicate {
  const answers = new Map<string, boolean>();
  return (labelValue) => {
    const known = answers.get(labelValue);
    if (known !== undefined) return known;
    const answer = compiled.matches(labelValue);
    if (answers.size >= REMEMBERED) answers.clear();
    answers.set(labelValue, answer);
    return answer;
  };
}
