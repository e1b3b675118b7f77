import type { RE2JS } from 're2js';

/** What a matcher of re2js gives of its last match. */
interface Match {
  group(index: number): string | null;
  groupCount(): number;
}

/**
 * Go's replacement notation: `$1`, `${name}`, `$$`. A name is as long as it can be, so `$1x` is the group named "1x";
 * a group that is not there is empty.
 */
export function expandGroups(replacement: string, pattern: RE2JS, match: Match): string {
  const names = pattern.namedGroups() as Readonly<Record<string, number>>;
  return replacement.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare;
    if (name === undefined) return '$';
    const index = /^[0-9]+$/.test(name) ? Number(name) : names[name];
    return index === undefined || index > match.groupCount() ? '' : (match.group(index) ?? '');
  });
}
