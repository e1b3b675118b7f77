import type { Problem } from '@firedrill/config-file';
import { loadRuleFile, loadTestFile, runRuleTest, type RuleGroup } from '@firedrill/prometheus-rules';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { textOf } from './prometheus-files';

/** What came of a file of `promtool test rules`. */
export interface RuleTestResult {
  readonly file: string;
  /** One a test, in order: how it differs from what the file expects; nothing when it passed. */
  readonly tests: readonly { readonly name: string; readonly differences: readonly string[] }[];
}

/** Reads a file of `promtool test rules` and the rule files that it names; answers what runs its tests. */
export function prepareRuleTests(
  file: string,
  source: string | Uint8Array,
  problems: Problem[],
): (() => RuleTestResult) | undefined {
  const testFile = loadTestFile(file, textOf(source), problems);
  if (testFile === undefined) return undefined;
  // promtool reads no rule file for a test file without tests.
  const patterns = testFile.tests.length === 0 ? [] : testFile.ruleFiles;
  const paths = patterns.flatMap((pattern) => {
    const found = filesAt(isAbsolute(pattern) ? pattern : join(dirname(file), pattern));
    if (found.length === 0) problems.push(nothingAt(file, pattern));
    return found;
  });
  const groups = paths.map((path) => loadRuleFile(path, readFileSync(path), problems));
  if (groups.includes(undefined)) return undefined;
  const options = { ...testFile, groups: groups.flatMap((loaded): readonly RuleGroup[] => loaded ?? []) };
  return () => ({
    file,
    tests: testFile.tests.map((test, index) => ({
      name: test.name === '' ? `test ${index + 1}` : test.name,
      differences: runRuleTest(test, options),
    })),
  });
}

/** promtool warns of a pattern without files and goes on. */
function nothingAt(file: string, pattern: string): Problem {
  const message = `expected a rule file, found none at ${pattern}`;
  return { severity: 'warning', file, line: 1, column: 1, key: 'rule_files', message };
}

/** The file of a path, or those whose names the pattern in its last part matches. */
function filesAt(path: string): readonly string[] {
  if (!/[*?]/.test(basename(path))) return isFile(path) ? [path] : [];
  const folder = dirname(path);
  const escaped = basename(path).replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const name = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((entry) => name.test(entry))
    .sort()
    .map((entry) => join(folder, entry))
    .filter(isFile);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
