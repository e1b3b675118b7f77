import type { CaseResult } from './area';

/** The outcome of one area; a case that our runtime names as not supported counts as passed and is shown apart. */
export interface AreaReport {
  readonly area: string;
  readonly passed: number;
  readonly total: number;
  readonly notSupported: number;
  readonly failures: readonly { readonly case: string; readonly expected: string; readonly actual: string }[];
}

export function summarise(area: string, results: readonly CaseResult[]): AreaReport {
  const failed = results.filter((result) => result.outcome === 'failed');
  return {
    area,
    passed: results.length - failed.length,
    total: results.length,
    notSupported: results.filter((result) => result.outcome === 'notSupported').length,
    failures: failed.map(({ name, expected = '', actual = '' }) => ({ case: name, expected, actual })),
  };
}

/** `logql: 1180/1186`, with what is not supported named. */
export function formatSummary({ area, passed, total, notSupported }: AreaReport): string {
  return `${area}: ${passed}/${total}${notSupported > 0 ? `, of them ${notSupported} not supported` : ''}`;
}

export function formatFailures({ area, failures }: AreaReport): string {
  return failures
    .map((failure) => `\n${area} › ${failure.case}\n  expected: ${failure.expected}\n  actual:   ${failure.actual}\n`)
    .join('');
}
