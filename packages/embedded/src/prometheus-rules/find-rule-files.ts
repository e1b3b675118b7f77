import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { createGlob } from '../tail/glob';
import type { RuleFileSource } from './rule-files';

const PATTERN = /[*?[]/;

/** The files that a path or pattern of `rule_files` stands for, relative to the folder of the configuration file. */
export function findRuleFiles(folder: string, pattern: string): readonly RuleFileSource[] {
  const path = isAbsolute(pattern) ? pattern : join(folder, pattern);
  if (!PATTERN.test(path)) return existsSync(path) ? [{ name: path, text: textOf(path) }] : [];
  const parent = dirname(path);
  if (!existsSync(parent)) return [];
  const glob = createGlob(path);
  return readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((candidate) => glob.matches(candidate))
    .sort()
    .map((name) => ({ name, text: textOf(name) }));
}

function textOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
