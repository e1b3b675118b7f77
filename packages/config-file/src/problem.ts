/**
 * `error`: the real program refuses the file. `warning`: it loads it and cannot mean it.
 * `unsupported`: the real program knows it and this runtime does not.
 */
export type Severity = 'error' | 'warning' | 'unsupported';

/** One thing wrong with a configuration file, at a place a person can open. */
export interface Problem {
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The path of the key, such as `groups[0].rules[1].for`; empty for the file as a whole. */
  readonly key: string;
  /** What was expected and what came. */
  readonly message: string;
  readonly hint?: string;
  /** The kind of problem, such as `bad-duration`, for tools; a person reads the message. */
  readonly code?: string;
}

/** `prometheus.yml:3:20: error: global.scrape_interval: expected a duration, got "5x"`, the hint on a line of its own. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, severity, key, message, hint } = problem;
  const kind = severity === 'unsupported' ? 'not supported' : severity;
  const subject = key === '' ? '' : `${key}: `;
  return `${file}:${line}:${column}: ${kind}: ${subject}${message}${hint === undefined ? '' : `\n  ${hint}`}`;
}
