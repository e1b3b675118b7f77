import type { Problem } from '@firedrill/config-file';
import { loadRuleFile, type RuleGroup } from '@firedrill/prometheus-rules';

export interface RuleFileSource {
  readonly name: string;
  /** Undefined for what cannot be read, such as a folder. */
  readonly text: string | Uint8Array | undefined;
}

/**
 * Reads the rule files of a configuration. `find` answers the files that a path or pattern of `rule_files` stands for.
 * Problems are added; a file that is named twice counts once.
 */
export function loadRuleFiles(
  patterns: readonly string[],
  find: (pattern: string) => readonly RuleFileSource[],
  problems: Problem[],
): readonly RuleGroup[] {
  const files = new Map(patterns.flatMap(find).map((file) => [file.name, file]));
  return [...files.values()].flatMap(({ name, text }) => {
    if (text !== undefined) return loadRuleFile(name, text, problems) ?? [];
    const message = 'expected a file of rules here, found none that can be read';
    problems.push({ severity: 'error', file: name, line: 1, column: 1, key: '', message });
    return [];
  });
}
