import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A pattern of path names: `*`, `?`, `[…]`, `{a,b}` and `**` for any number of folders, as Promtail reads them. */
export interface Glob {
  /** The longest leading folder without a pattern in it. */
  readonly base: string;
  matches(path: string): boolean;
  /** The files that match now, in the order of their names. */
  files(): Promise<string[]>;
}

const PATTERN = /[*?[{\\]/;

/** Throws when the pattern is not valid. */
export function createGlob(pattern: string): Glob {
  const segments = pattern.split('/');
  const firstPattern = segments.findIndex((segment) => PATTERN.test(segment));
  const fixed = firstPattern < 0 ? segments.length - 1 : firstPattern;
  const base = segments.slice(0, fixed).join('/') || '/';
  const expression = new RegExp(`^${toExpression(pattern)}$`, 's');
  const matches = (path: string): boolean => expression.test(path);
  const depth = segments.includes('**') ? Number.POSITIVE_INFINITY : segments.length - fixed;
  return {
    base,
    matches,
    async files() {
      const found = firstPattern < 0 ? [pattern] : await walk(base, depth, matches);
      const kept = await Promise.all(found.map(async (path) => ((await isFile(path)) ? [path] : [])));
      return kept.flat().sort();
    },
  };
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

async function walk(folder: string, depth: number, matches: (path: string) => boolean): Promise<string[]> {
  if (depth <= 0) return [];
  const found: string[] = [];
  const entries = await opendir(folder).catch(() => undefined);
  if (entries === undefined) return found;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await walk(path, depth - 1, matches)));
    else if (matches(path)) found.push(path);
  }
  return found;
}

/** The regular expression of a pattern; `**` as a whole segment also stands for no folder at all. */
function toExpression(pattern: string): string {
  let expression = '';
  let braces = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern[at] ?? '';
    if (pattern.startsWith('**/', at)) {
      expression += '(?:[^/]*/)*';
      at += 2;
    } else if (letter === '*') {
      const isDouble = pattern[at + 1] === '*';
      expression += isDouble ? '.*' : '[^/]*';
      if (isDouble) at += 1;
    } else if (letter === '?') expression += '[^/]';
    else if (letter === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) throw new Error(`"[" is not closed in ${JSON.stringify(pattern)}`);
      expression += `[${pattern
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\')}]`;
      at = end;
    } else if (letter === '{') {
      braces += 1;
      expression += '(?:';
    } else if (letter === '}' && braces > 0) {
      braces -= 1;
      expression += ')';
    } else if (letter === ',' && braces > 0) expression += '|';
    else expression += (letter === '\\' ? (pattern[(at += 1)] ?? '') : letter).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  }
  if (braces > 0) throw new Error(`"{" is not closed in ${JSON.stringify(pattern)}`);
  return expression;
}
