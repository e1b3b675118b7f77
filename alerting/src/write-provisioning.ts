import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PROFILES } from './profile';
import { provisioningFiles } from './provisioning-files';

/** The built files below a `provisioning` folder that differ from their sources, are missing, or have no source any more. */
export function stalePaths(provisioning: string): string[] {
  return Object.values(PROFILES).flatMap((profile) => {
    const folder = join(provisioning, profile.folder);
    const files = provisioningFiles(profile);
    const changed = [...files].filter(([name, text]) => readText(join(folder, name)) !== text).map(([name]) => name);
    return [...changed, ...listFolder(folder).filter((name) => !files.has(name))].map((name) => join(folder, name));
  });
}

/** Makes the built files what their sources say; answers the paths that changed. */
export function writeProvisioning(provisioning: string): string[] {
  const stale = stalePaths(provisioning);
  for (const profile of Object.values(PROFILES)) {
    const folder = join(provisioning, profile.folder);
    mkdirSync(folder, { recursive: true });
    const files = provisioningFiles(profile);
    for (const path of stale.filter((candidate) => join(folder, basename(candidate)) === candidate)) {
      const text = files.get(basename(path));
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    }
  }
  return stale;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
