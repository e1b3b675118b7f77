import { childrenOf, proportionalSetSize } from '../process-table';
import type { ProcessStatus } from '../processes/supervise';

/** What one part of the stack holds in memory: PSS of a process and all below it. */
export interface MemoryOfPart {
  readonly name: string;
  readonly pid: number;
  readonly bytes: number;
}

/** The memory of the supervisor itself and of each process that it started, with everything below. */
export function measureMemory(processes: readonly ProcessStatus[]): readonly MemoryOfPart[] {
  const own = proportionalSetSize(process.pid);
  if (own === undefined) return [];
  const parts = processes.flatMap(({ name, pid }) =>
    pid === undefined ? [] : [{ name, pid, bytes: withChildren(pid) }],
  );
  return [{ name: 'supervisor', pid: process.pid, bytes: own }, ...parts];
}

function withChildren(pid: number): number {
  const own = proportionalSetSize(pid) ?? 0;
  return childrenOf(pid).reduce((sum, child) => sum + withChildren(child), own);
}
