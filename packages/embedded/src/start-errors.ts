/** Ports of the stack are in use by another program. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly ports: readonly number[];

  constructor(ports: readonly number[], message: string) {
    super(message);
    this.ports = ports;
  }
}

/** The data folder cannot be used: another stack holds it, it is unreadable, or another version wrote it. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

/** PostgreSQL cannot be started or reached; the message holds what it said itself. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
}

/** A part of the stack did not become ready; the message names it and says why. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
