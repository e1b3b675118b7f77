import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { CaseResult } from '../area';

/** Reads one file of recorded cases; their shape is the caller's knowledge. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- saves a cast at each caller
export function readCases<Recorded>(path: string): readonly Recorded[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly cases: readonly Recorded[] }).cases;
}

/** A case that passes when both values are deeply equal. */
export function compareCase(name: string, expected: unknown, actual: unknown): CaseResult {
  if (isDeepStrictEqual(actual, expected)) return { name, outcome: 'passed' };
  return { name, outcome: 'failed', expected: JSON.stringify(expected), actual: JSON.stringify(actual) };
}

/** Runs a task for each case, some at a time; what a task throws fails its case. */
export async function runCases<Recorded extends { readonly name: string }>(
  cases: readonly Recorded[],
  concurrency: number,
  task: (recorded: Recorded) => Promise<CaseResult>,
): Promise<CaseResult[]> {
  const results = new Array<CaseResult>(cases.length);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < cases.length; index = next++) {
      const recorded = cases[index];
      if (recorded === undefined) return;
      results[index] = await task(recorded).catch((error: unknown) => ({
        name: recorded.name,
        outcome: 'failed' as const,
        expected: 'no exception',
        actual: String(error),
      }));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
}
