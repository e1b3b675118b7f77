import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASE_SCHEMA } from './cases/case-schema';
import { checkPage } from './lint/check-page';
import { CHECKS } from './lint/checks';
import { refusedRule } from './lint/checks/refused-rule';

/** Those of provisioning folders, and the one that only rule files of Prometheus and Loki have. */
const DOCUMENTED = [...CHECKS, refusedRule];
const PAGES = 'docs/rules';
const SCHEMA = 'packages/rule-testing/rule-cases.schema.json';

/** The files that are made of this package, by their paths in the repository: a page a check, and the JSON schema. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...DOCUMENTED.map((check) => [`${PAGES}/${check.id}.md`, checkPage(check)] as const),
    [`${PAGES}/README.md`, indexPage()],
    [SCHEMA, `${JSON.stringify(CASE_SCHEMA, undefined, 2)}\n`],
  ]);
}

/** The paths below the repository's root whose content is not what it would be made now, with pages of no check. */
export function staleFiles(root: string): readonly string[] {
  const files = generatedFiles();
  const leftover = pagesOf(root).filter((path) => !files.has(path));
  return [...leftover, ...[...files].filter(([path, text]) => read(join(root, path)) !== text).map(([path]) => path)];
}

export function writeGeneratedFiles(root: string): void {
  const files = generatedFiles();
  mkdirSync(join(root, PAGES), { recursive: true });
  for (const path of pagesOf(root)) if (!files.has(path)) rmSync(join(root, path));
  for (const [path, text] of files) writeFileSync(join(root, path), text);
}

function indexPage(): string {
  const rows = DOCUMENTED.map(({ id, severity, reason }) => `- [${id}](${id}.md) (${severity}): ${reason}`);
  return [
    '<!-- Generated from packages/rule-testing/src/lint/checks; edit there. -->',
    '',
    '# Checks of `firedrill rules lint`',
    '',
    ...rows,
    '',
  ].join('\n');
}

function pagesOf(root: string): string[] {
  try {
    return readdirSync(join(root, PAGES)).map((name) => `${PAGES}/${name}`);
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
