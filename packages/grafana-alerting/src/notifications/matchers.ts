import { createMatcher, type Labels, type Matcher, type MatchOperator } from '@firedrill/timeseries';
import { RE2JSSyntaxException } from 're2js';

/** A matcher that cannot be read: its form is wrong, or its regular expression is. */
export class MatcherError extends Error {
  readonly code: 'bad-matcher' | 'bad-regex';

  constructor(code: 'bad-matcher' | 'bad-regex', message: string) {
    super(message);
    this.name = 'MatcherError';
    this.code = code;
  }
}

/** A matcher as the Alertmanager has it: anchored RE2 whose dot, unlike Prometheus', does not match a newline. Throws MatcherError. */
export function alertMatcher(name: string, operator: MatchOperator, value: string): Matcher {
  const isRegex = operator === '=~' || operator === '!~';
  try {
    return { ...createMatcher(name, operator, isRegex && value.includes('.') ? `(?-s:${value})` : value), value };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new MatcherError('bad-regex', `bad matcher format: ${name}${operator}${value}: ${error.message}`);
  }
}

const MATCHER = /^\s*([a-zA-Z_:][\w:]*)\s*(=~|!~|!=|=)\s*(.*?)\s*$/s;

/** Reads one matcher of a query parameter, such as `team=~"a|b"` or `team=a`. Throws MatcherError. */
export function parseAlertMatcher(text: string): Matcher {
  const [, name, operator, value = ''] = MATCHER.exec(text) ?? [];
  if (name === undefined) throw new MatcherError('bad-matcher', `bad matcher format: ${text}`);
  return alertMatcher(name, operator as MatchOperator, unquote(value, text));
}

/** Whether all matchers fit; a missing label is the empty text. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
}

function unquote(value: string, text: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    throw new MatcherError('bad-matcher', `bad matcher format: ${text}`);
  }
}
