import { types } from 'node:util';

/** PostgreSQL cannot be reached; the message says where it was looked for and why it failed. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  /** The SQLSTATE or the system's error code. */
  readonly code: string;

  constructor(url: string, code: string, cause: unknown) {
    super(`PostgreSQL at ${addressOf(url)} cannot be used: ${REASONS[code] ?? messageOf(cause)}`, { cause });
    this.code = code;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; is it started?',
  ENOTFOUND: 'there is no host of that name',
  ETIMEDOUT: 'it does not answer',
  connection_lost: 'the connection was lost',
  '28P01': 'it refuses the password',
  '28000': 'it refuses the role',
  '3D000': 'it has no such database',
};

/** The SQLSTATE of an error that PostgreSQL sent, the code of one that the system sent; undefined for other errors. */
export function databaseErrorCode(error: unknown): string | undefined {
  if (error instanceof DatabaseUnavailableError) return error.code;
  if (!types.isNativeError(error)) return undefined;
  if (error.name === 'KnexTimeoutError') return 'pool_timeout';
  if (error.message.includes('Connection terminated') || error.message === 'Unable to acquire a connection')
    return 'connection_lost';
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return undefined;
  return /^[0-9A-Z]{5}$/.test(code) && 'severity' in error ? code : CONNECTION_CODES.find((known) => known === code);
}

const CONNECTION_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH'];

/** True when the database as a whole does not work at the moment, and a later try may succeed. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = databaseErrorCode(error);
  if (code === undefined) return false;
  // Classes 08 connection, 53 resources, 57P0 shutdown, 57014 statement cancelled, as PostgreSQL's appendix A lists them.
  return !/^[0-9A-Z]{5}$/.test(code) || CONNECTION_CODES.includes(code) || /^(08|53|57P0|57014|28|3D)/.test(code);
}

/** True when a unique constraint (that one, if named) refused a row. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return isViolation(error, '23505', constraint);
}

/** True when a check constraint (that one, if named) refused a row. */
export function isCheckViolation(error: unknown, constraint?: string): boolean {
  return isViolation(error, '23514', constraint);
}

function isViolation(error: unknown, code: string, constraint: string | undefined): boolean {
  if (databaseErrorCode(error) !== code) return false;
  return constraint === undefined || (error as { constraint?: string }).constraint === constraint;
}

/** `127.0.0.1:5432/shop`: a URL without its password. */
function addressOf(url: string): string {
  if (!URL.canParse(url)) return 'an address that is no URL';
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port === '' ? '5432' : port}${pathname}`;
}

function messageOf(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}
