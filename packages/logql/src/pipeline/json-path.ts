import { QueryError, type Span } from '@firedrill/query-core';

/** One step of a path: a member's name or an element's index. */
export type JsonPath = readonly (string | number)[];

const STEP = /\.?([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** Reads `a.b[0]["c d"]`. Throws QueryError `check` with the span of the extraction. */
export function parseJsonPath(text: string, span: Span): JsonPath {
  const path: (string | number)[] = [];
  let at = 0;
  while (at < text.length) {
    STEP.lastIndex = at;
    const [step = '', name, index, quoted] = STEP.exec(text) ?? [];
    const first = at === 0;
    const separated = first ? !step.startsWith('.') : step.startsWith('.') || step.startsWith('[');
    if (step === '' || !separated)
      throw new QueryError('check', `cannot read the path "${text}" at character ${at + 1}`, span);
    path.push(index === undefined ? (name ?? unquote(quoted ?? '""')) : Number(index));
    at += step.length;
  }
  if (path.length === 0) throw new QueryError('check', 'expected a path such as a.b[0]', span);
  return path;
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
}
