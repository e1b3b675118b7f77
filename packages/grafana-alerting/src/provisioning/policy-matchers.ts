import type { ConfigNode } from '@firedrill/config-file';
import { createMatcher, type Matcher, type MatchOperator } from '@firedrill/timeseries';
import { RE2JSSyntaxException } from 're2js';
import type { Fields } from './fields';
import { strictItems, strictTextMap } from './strict-fields';

const OPERATORS: readonly string[] = ['=', '!=', '=~', '!~'];
/** One matcher up to a comma or the end; a quoted value may hold both. */
const MATCHER = /\s*([a-zA-Z_:][\w:]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^",]*?)\s*(?:,|$)/y;

/** The matchers of a policy in all their forms: `match`, `match_re`, `matchers` and `object_matchers`. */
export function readMatchers(route: Fields): Matcher[] {
  return [
    ...strictTextMap(route, 'match').map(([name, value]) => createMatcher(name, '=', value)),
    ...strictTextMap(route, 'match_re').flatMap(([name, value]) => matcherOf(route.node.get('match_re'), name, '=~', value)),
    ...listed(route, 'matchers').flatMap((node) => textMatchers(route, node)),
    ...listed(route, 'object_matchers').flatMap((node) => objectMatcher(route, node)),
  ];
}

/** The items of a list, null items included. */
function listed(route: Fields, key: string): ConfigNode[] {
  const node = route.node.get(key);
  return node === undefined || node.kind === 'null' || !node.expect('list') ? [] : node.items();
}

/** A text such as `severity="critical", team=~"a|b"`, with or without braces. */
function textMatchers(route: Fields, node: ConfigNode): Matcher[] {
  const text = node.expect('string') ? route.expand(node) : undefined;
  if (text === undefined) return [];
  const body = text.trim().replace(/^\{(.*)\}$/s, '$1');
  const matchers: Matcher[] = [];
  MATCHER.lastIndex = 0;
  while (MATCHER.lastIndex < body.length) {
    const [, name = '', operator = '', value = ''] = MATCHER.exec(body) ?? [];
    if (name === '') {
      node.report('error', `expected a matcher such as severity="critical", got ${JSON.stringify(text)}`, { code: 'bad-matcher' });
      return [];
    }
    matchers.push(...matcherOf(node, name, operator, unquote(value)));
  }
  return matchers;
}

/** A list of name, operator and value; what is missing is empty, what is more is cut. */
function objectMatcher(route: Fields, node: ConfigNode): Matcher[] {
  if (!node.expect('list')) return [];
  const [name = '', operator = '', value = ''] = strictItems(route, node);
  if (node.items().some((item) => item.kind !== 'string')) return [];
  return matcherOf(node, name, operator, value.replace(/^"/, '').replace(/"$/, ''));
}

function matcherOf(node: ConfigNode | undefined, name: string, operator: string, value: string): Matcher[] {
  if (!OPERATORS.includes(operator)) {
    const message = `expected one of the operators ${OPERATORS.join(' ')}, got ${JSON.stringify(operator)}`;
    node?.report('error', message, { code: 'bad-matcher-operator' });
    return [];
  }
  try {
    return [createMatcher(name, operator as MatchOperator, value)];
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    node?.report('error', `expected a regular expression (RE2), got ${JSON.stringify(value)}: ${error.message}`, { code: 'bad-regex' });
    return [];
  }
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  return value.slice(1, -1).replace(/\\(.)/gs, (_escape, character: string) => (character === 'n' ? '\n' : character));
}
