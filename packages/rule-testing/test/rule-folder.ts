import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EXAMPLE_FILES } from '../src/lint/example-folder';
import { testRules, type TestReport } from '../src/index';

/** The example folder on disk, for cases about its rules. */
export interface RuleFolder {
  readonly path: string;
  /** Runs a case file whose `cases` are given; `head` replaces the lines before them. */
  run(cases: string, head?: string, grafana?: string): Promise<TestReport>;
  remove(): void;
}

export function createRuleFolder(): RuleFolder {
  const folder = mkdtempSync(join(tmpdir(), 'rule-testing-'));
  for (const [name, text] of Object.entries(EXAMPLE_FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    path: folder,
    run: (cases, head = 'rule: service-down\nprovisioning: .', grafana) =>
      testRules([{ file: join(folder, 'cases.yaml'), text: `${head}\ncases:\n${cases}` }], grafana),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
