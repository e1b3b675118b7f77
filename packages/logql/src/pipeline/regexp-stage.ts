import { QueryError, type Span } from '@firedrill/query-core';
import { compileRegularExpression } from './regular-expression';
import { labelName } from './label-name';
import type { LineStage } from './line-stage';

/** `| regexp "(?P<a>…)"`: the named groups of the first match; a group that took no part is empty. */
export function regexpStage(text: string, span: Span): LineStage {
  const compiled = compileRegularExpression(text, span);
  const groups = Object.entries(compiled.namedGroups()).sort(([, left], [, right]) => left - right);
  if (groups.length === 0) throw new QueryError('check', 'expected a named group such as (?P<name>…)', span);
  return (line, labels) => {
    const matcher = compiled.matcher(line);
    if (!matcher.find()) return line;
    for (const [group, index] of groups) {
      const name = labels.unclashed(labelName(group));
      if (!labels.hints.wants(name)) continue;
      labels.set('parsed', name, matcher.group(index) ?? '');
    }
    return line;
  };
}
