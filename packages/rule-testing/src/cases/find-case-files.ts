import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRulerFile } from '../prometheus/prometheus-files';
import type { CaseText } from '../run/test-rules';

/** The case files at paths: a file itself, or every `.yaml` and `.yml` of a folder that is no rule file. A path that is none is in `missing`. */
export function findCaseFiles(paths: readonly string[]): {
  readonly texts: readonly CaseText[];
  readonly missing: readonly string[];
} {
  const missing = paths.filter((path) => !existsSync(path));
  const texts = paths
    .filter((path) => !missing.includes(path))
    .flatMap((path) => (statSync(path).isDirectory() ? filesOf(path) : [readText(path)]));
  return { texts, missing };
}

function filesOf(folder: string): CaseText[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => readText(join(folder, name)))
    .filter(({ text }) => !isRulerFile(text));
}

function readText(file: string): CaseText {
  return { file, text: readFileSync(file) };
}
