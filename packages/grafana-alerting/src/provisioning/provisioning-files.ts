import { readConfigFile, type Problem } from '@firedrill/config-file';
import type { ExpansionSources } from './expand';
import { Fields } from './fields';

/** One entry of a provisioning folder: its name and its content; undefined for a folder. */
export interface ProvisioningFile {
  readonly name: string;
  readonly text: string | Uint8Array | undefined;
}

/** The top-level map of each file that has one, in name order, as Grafana reads a provisioning folder. */
export function readProvisioningFiles(
  files: readonly ProvisioningFile[],
  sources: ExpansionSources,
  problems: Problem[],
): Fields[] {
  const ordered = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  return ordered.flatMap(({ name, text }) => {
    const place = { file: name, line: 1, column: 1, key: '' };
    if (!/\.(?:ya?ml|json)$/.test(name)) {
      const message = 'expected a name that ends in .yaml, .yml or .json; skipped';
      problems.push({ ...place, severity: 'warning', message, code: 'skipped-file' });
      return [];
    }
    if (text === undefined) {
      problems.push({ ...place, severity: 'error', message: 'expected a file, got a folder', code: 'is-directory' });
      return [];
    }
    const root = readConfigFile(name, text, problems);
    return root === undefined || root.kind === 'null' || !root.expect('map') ? [] : [new Fields(root, sources)];
  });
}
