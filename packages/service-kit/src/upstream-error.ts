/** Why another service could not be used. */
export type UpstreamReason = 'timeout' | 'unreachable' | 'bad_answer';

/** A call to another service got no answer that can be used. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly service: string;
  readonly reason: UpstreamReason;

  constructor(service: string, reason: UpstreamReason, cause?: unknown) {
    super(`${service}: ${MESSAGES[reason]}`, { cause });
    this.service = service;
    this.reason = reason;
  }
}

const MESSAGES: Readonly<Record<UpstreamReason, string>> = {
  timeout: 'no answer in time',
  unreachable: 'cannot be reached',
  bad_answer: 'the answer is not what was agreed',
};
