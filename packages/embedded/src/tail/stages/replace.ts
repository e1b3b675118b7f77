import { QueryError } from '@firedrill/query-core';
import { RE2JS } from 're2js';
import { simpleStage } from '../pipeline-entry';
import { checkRegex } from './checked-regex';
import { lineTemplate } from './line-template';
import { checkSource, textIn, type StageType } from './stage-shape';

/** `replace`: replaces what the groups of an expression find by a template's text, in the line or an extracted value. */
export const replace: StageType = {
  check(node) {
    checkRegex(node, 'expression');
    checkSource(node);
  },
  create(node) {
    const expression = RE2JS.compile(textIn(node, 'expression') ?? '');
    const source = textIn(node, 'source');
    const made = lineTemplate(textIn(node, 'replace') ?? '');
    // Promtail loads a template that is not valid and then replaces nothing.
    const render = made instanceof QueryError ? () => undefined : made;
    const groups = Object.entries(expression.namedGroups());
    return simpleStage((entry) => {
      const text = source === undefined ? entry.line : entry.extracted.get(source);
      if (typeof text !== 'string') return;
      const replaced = replaceGroups(text, expression, (value) => render(new Map(entry.extracted).set('Value', value)));
      if (replaced === undefined) return;
      if (source === undefined) entry.line = replaced.text;
      else entry.extracted.set(source, replaced.text);
      for (const [name, index] of groups) {
        const value = replaced.firstMatch[index];
        if (value !== undefined) entry.extracted.set(name, value);
      }
    });
  },
};

interface Replaced {
  readonly text: string;
  /** The new text of each group of the first match. */
  readonly firstMatch: readonly (string | undefined)[];
}

/** Undefined when nothing matches or the template fails; a group inside another is left to the outer one. */
function replaceGroups(
  text: string,
  expression: RE2JS,
  render: (value: string) => string | undefined,
): Replaced | undefined {
  const matcher = expression.matcher(text);
  const parts: string[] = [];
  const firstMatch: (string | undefined)[] = [];
  let end = 0;
  for (let isFirst = true; matcher.find(); isFirst = false) {
    for (let group = 1; group <= matcher.groupCount(); group += 1) {
      const start = matcher.start(group);
      if (start < end) continue;
      const value = render(matcher.group(group) ?? '');
      if (value === undefined) return undefined;
      if (isFirst) firstMatch[group] = value;
      parts.push(text.slice(end, start), value);
      end = matcher.end(group);
    }
  }
  return parts.length === 0 ? undefined : { text: parts.join('') + text.slice(end), firstMatch };
}
