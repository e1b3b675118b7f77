import type { ProvisioningFile } from '@firedrill/grafana-alerting';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The files of a provisioning folder by what Grafana does with them; the names are paths that a person can open. */
export interface ProvisioningFolder {
  readonly folder: string;
  readonly alerting: readonly ProvisioningFile[];
  readonly dataSources: readonly ProvisioningFile[];
  /** Whether a relative path is a file, seen from the folder or one above it. */
  readonly hasFile: (path: string) => boolean;
}

/**
 * Reads a provisioning folder (with `alerting/` and `datasources/` below it), an alerting folder whose data sources stand
 * beside it, or a folder with rule files alone. Undefined when there is no such folder.
 */
export function readProvisioningFolder(folder: string): ProvisioningFolder | undefined {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  const hasAlerting = existsSync(join(folder, 'alerting'));
  const isAlerting = !hasAlerting && basename(folder).startsWith('alerting');
  const dataSourceFolder = join(isAlerting ? dirname(folder) : folder, 'datasources');
  return {
    folder,
    alerting: readFiles(hasAlerting ? join(folder, 'alerting') : folder).filter(isConfiguration),
    dataSources: existsSync(dataSourceFolder) ? readFiles(dataSourceFolder).filter(isConfiguration) : [],
    hasFile: (path) => foldersUpwards(resolve(folder)).some((start) => existsSync(join(start, path))),
  };
}

function foldersUpwards(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUpwards(parent)];
}

/** One level only, as Grafana reads. */
function readFiles(folder: string): ProvisioningFile[] {
  return readdirSync(folder)
    .sort()
    .map((entry) => join(folder, entry))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ name: path, text: readFileSync(path) }));
}

function isConfiguration({ name }: ProvisioningFile): boolean {
  return /\.(?:ya?ml|json)$/.test(name);
}
