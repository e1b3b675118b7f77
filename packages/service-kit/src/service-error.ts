/** One way in which a request can end badly. */
export interface ErrorDefinition {
  readonly status: number;
  /** The level of its log line: `info` for what the client did, `warn` for what passes, `error` for our mistakes. */
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  /** A rule of the business refused: counted in `business_rule_violations_total`. */
  readonly rule?: boolean;
}

/** Error codes (snake_case) and what belongs to each. */
export type ErrorTable = Readonly<Record<string, ErrorDefinition>>;

/** Declares the errors that one owner can answer. */
export function defineErrors<const Errors extends ErrorTable>(errors: Errors): Errors {
  return errors;
}

export interface FailureDetails {
  /** In place of the table's message. */
  readonly message?: string;
  /** What in the request is to blame, such as `body.quantity`. */
  readonly field?: string;
  readonly status?: number;
  readonly cause?: unknown;
}

/** An error that is answered with its own code and status. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;
  readonly level: ErrorDefinition['level'];
  readonly rule: boolean;
  readonly field: string | undefined;

  constructor(code: string, definition: ErrorDefinition, details: FailureDetails) {
    super(details.message ?? definition.message, { cause: details.cause });
    this.code = code;
    this.status = details.status ?? definition.status;
    this.level = definition.level;
    this.rule = definition.rule ?? false;
    this.field = details.field;
  }
}

/** The function that makes the errors of a table: `throw fail('order_not_found')`. */
export function failures<Errors extends ErrorTable>(
  errors: Errors,
): (code: keyof Errors & string, details?: FailureDetails) => ServiceError {
  return (code, details = {}) => {
    const definition: ErrorDefinition | undefined = errors[code];
    if (definition === undefined) throw new Error(`the error ${code} is not declared`);
    return new ServiceError(code, definition, details);
  };
}
