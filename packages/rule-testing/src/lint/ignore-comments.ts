/** `# firedrill:ignore <id> <reason>` and the lines for which it counts, both included. */
export interface IgnoreComment {
  readonly id: string;
  readonly reason: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

const COMMENT = /^(.*?)#\s*firedrill:ignore\s+(\S+)\s*(.*)$/;

/**
 * The comments of a text. Behind a value it counts for that line; on a line of its own for the next one, and when that
 * begins an item of a list (a rule, a route) for the whole item.
 */
export function ignoredLines(text: string): readonly IgnoreComment[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((content, index) => {
    const [, before = '', id = '', reason = ''] = COMMENT.exec(content) ?? [];
    if (id === '') return [];
    const own = { id, reason: reason.trim(), line: index + 1 };
    if (before.trim() !== '') return [{ ...own, from: index + 1, to: index + 1 }];
    return [{ ...own, from: index + 1, to: blockEnd(lines, nextContent(lines, index + 1)) + 1 }];
  });
}

/** The next line that is no comment. */
function nextContent(lines: readonly string[], from: number): number {
  const next = lines.findIndex((line, index) => index >= from && !/^\s*(?:#|$)/.test(line));
  return next < 0 ? lines.length - 1 : next;
}

/** The last line of the item that begins at a line, or the line itself when none begins there. */
function blockEnd(lines: readonly string[], start: number): number {
  const indent = /^(\s*)- /.exec(lines[start] ?? '')?.[1]?.length;
  if (indent === undefined) return start;
  const next = lines.findIndex((line, index) => index > start && line.trim() !== '' && line.search(/\S/) <= indent);
  return next < 0 ? lines.length - 1 : next - 1;
}
