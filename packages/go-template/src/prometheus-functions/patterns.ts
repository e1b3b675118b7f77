import { QueryError } from '@firedrill/query-core';
import { RE2JS } from 're2js';

/** Whether an RE2 pattern matches anywhere in the text, as Go's regexp.MatchString. */
export function matchesPattern(pattern: string, text: string): boolean {
  return compile(pattern).matcher(text).find();
}

/** Go's ReplaceAllString: `$1` and `${name}` in the replacement stand for groups. */
export function replacePattern(pattern: string, replacement: string, text: string): string {
  const matcher = compile(pattern).matcher(text);
  const parts: string[] = [];
  let end = 0;
  let previousEnd = -1;
  while (matcher.find()) {
    const start = matcher.start();
    // Go allows no empty match right behind a match.
    if (matcher.end() === start && start === previousEnd) continue;
    parts.push(
      text.slice(end, start),
      expand(replacement, (name) => groupText(matcher, name)),
    );
    end = matcher.end();
    previousEnd = end;
  }
  return parts.join('') + text.slice(end);
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new QueryError('execution', error instanceof Error ? error.message : String(error));
  }
}

function expand(replacement: string, group: (name: string) => string): string {
  return replacement.replace(/\$\$|\$\{(\w+)\}|\$(\w+)/g, (whole: string, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    return name === undefined ? (whole === '$$' ? '$' : whole) : group(name);
  });
}

function groupText(matcher: ReturnType<RE2JS['matcher']>, name: string): string {
  try {
    return matcher.group(/^\d+$/.test(name) ? Number(name) : name) ?? '';
  } catch {
    return '';
  }
}
