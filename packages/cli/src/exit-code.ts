import { GrafanaError } from '@firedrill/grafana-client';

/** What scripts read; the meaning of each is part of the contract. */
export const EXIT = {
  asExpected: 0,
  notAsExpected: 1,
  wrongUse: 2,
  nothingRunning: 3,
  portTaken: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A mistake of the person at the terminal: a sentence, no stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const BY_ERROR_NAME: Readonly<Record<string, ExitCode>> = {
  UsageError: EXIT.wrongUse,
  ConfigurationError: EXIT.wrongUse,
  DataFolderError: EXIT.wrongUse,
  PostgresError: EXIT.notAsExpected,
  StartError: EXIT.notAsExpected,
  NotQuietError: EXIT.notAsExpected,
  RequestError: EXIT.notAsExpected,
  FaultsClientError: EXIT.notAsExpected,
  NothingRunningError: EXIT.nothingRunning,
  DatabaseUnavailableError: EXIT.nothingRunning,
  PortTakenError: EXIT.portTaken,
};

/** The exit code of an error that people can act on; undefined for a mistake of ours, which keeps its stack trace. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof GrafanaError) return error.status === undefined ? EXIT.nothingRunning : EXIT.notAsExpected;
  return error instanceof Error ? BY_ERROR_NAME[error.name] : undefined;
}
