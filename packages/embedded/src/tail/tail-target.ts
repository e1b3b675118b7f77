import { hostname } from 'node:os';
import { relabel, type LabelMap } from '../scrape/relabel';
import { createGlob, type Glob } from './glob';
import type { TailJob, TailStaticConfig } from './promtail-config';
import type { Stage } from './pipeline-entry';

/** The files of one path pattern, the labels they get, and their pipeline. */
export interface TailTarget {
  readonly labels: ReadonlyMap<string, string>;
  readonly pipeline: Stage;
  /** The files that match now. */
  files(): Promise<string[]>;
  /** The name of a file as the configuration's own system knows it. */
  containerPath(path: string): string;
}

/** The targets of a job; one that relabelling drops, that has no path or that is for another host is left out. */
export function tailTargetsOf(
  job: TailJob,
  resolvePath: (containerPath: string) => string,
  now: () => number,
): TailTarget[] {
  return job.staticConfigs.flatMap((config) => {
    const addresses = config.addresses.length === 0 ? ['localhost'] : config.addresses;
    return [...new Set(addresses)].flatMap((address) => makeTarget(job, config, address, resolvePath, now) ?? []);
  });
}

function makeTarget(
  job: TailJob,
  config: TailStaticConfig,
  address: string,
  resolvePath: (containerPath: string) => string,
  now: () => number,
): TailTarget | undefined {
  const labels: LabelMap = new Map([['__address__', address], ...Object.entries(config.labels)]);
  if (!relabel(labels, job.relabelRules)) return undefined;
  const pattern = labels.get('__path__') ?? '';
  const host = labels.get('__host__') ?? '';
  if (pattern === '' || (host !== '' && host !== hostname())) return undefined;
  const exclude = labels.get('__path_exclude__') ?? '';
  const excluded = exclude === '' ? undefined : createGlob(exclude);
  const containerBase = createGlob(pattern).base;
  const localBase = resolvePath(containerBase);
  const glob = createGlob(localBase + pattern.slice(containerBase.length));
  const containerPath = (path: string): string => containerBase + path.slice(localBase.length);
  return {
    labels: new Map([...labels].filter(([name, value]) => !name.startsWith('__') && value !== '')),
    pipeline: job.createPipeline(now),
    files: () => matchingFiles(glob, excluded, containerPath),
    containerPath,
  };
}

async function matchingFiles(
  glob: Glob,
  excluded: Glob | undefined,
  containerPath: (path: string) => string,
): Promise<string[]> {
  const files = await glob.files();
  return excluded === undefined ? files : files.filter((file) => !excluded.matches(containerPath(file)));
}
