/** A query that its data source refuses before anything is asked; the code names the kind, such as `bad-duration`. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
