import type { Problem } from '@firedrill/config-file';
import type { Found } from './check';
import type { LintFolder } from './lint-folder';

/** What the loader says about a folder, as findings of the check that explains it. */
export function loaderFindings(
  { provisioning }: LintFolder,
  belongs: (problem: Problem) => boolean,
  fix: string,
): readonly Found[] {
  return provisioning.problems.filter(belongs).map((problem) => ({
    at: problem,
    message: problem.key === '' ? problem.message : `${problem.key}: ${problem.message}`,
    fix: problem.hint ?? fix,
  }));
}
