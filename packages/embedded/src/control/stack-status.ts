import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Addresses } from '../addresses';
import type { DataFolder } from '../data-folder';
import type { ProcessStatus, Supervised } from '../processes/supervise';
import { measureMemory, type MemoryOfPart } from './memory';

/** The answer of `GET /status` on the control port. Times are RFC 3339, sizes bytes. */
export interface StackStatus {
  readonly version: string;
  readonly nodeVersion: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly portOffset: number;
  readonly dataFolder: string;
  readonly dataFolderBytes: number;
  /** The four services and postgres; postgres is missing when DATABASE_URL names an existing server. */
  readonly processes: readonly ProcessStatus[];
  /** Empty where the system does not tell (it has no /proc). */
  readonly memory: readonly MemoryOfPart[];
}

export interface StatusSources {
  /** The checkout, whose package.json says the version. */
  readonly root: string;
  readonly startedAt: Date;
  readonly data: DataFolder;
  readonly addresses: Addresses;
  readonly processes: readonly Supervised[];
}

export async function stackStatus({
  root,
  startedAt,
  data,
  addresses,
  processes,
}: StatusSources): Promise<StackStatus> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const statuses = processes.map((process) => process.status());
  return {
    version,
    nodeVersion: process.version,
    pid: process.pid,
    startedAt: startedAt.toISOString(),
    portOffset: addresses.portOffset,
    dataFolder: data.path,
    dataFolderBytes: await data.size(),
    processes: statuses,
    memory: measureMemory(statuses),
  };
}
