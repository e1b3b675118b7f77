import { types } from 'node:util';
import { databaseErrorCode } from '@firedrill/database';
import type { Log, MetricsOf } from '@firedrill/telemetry';
import { asServiceError } from './as-service-error';
import type { KIT_METRICS, KitEvents } from './kit-tables';
import type { ServiceError } from './service-error';

export interface HandlerOptions {
  readonly kind: 'command' | 'query';
  /** The handler's name in metrics and log, such as `place_order`. */
  readonly name: string;
}

type KitMetrics = MetricsOf<typeof KIT_METRICS>;

/** Runs one command or query: its time, its outcome and its errors are counted. What it throws is thrown on. */
export async function measureHandler<Result>(
  metrics: KitMetrics,
  { kind, name }: HandlerOptions,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const start = performance.now();
  const observe = (outcome: 'success' | 'rejected' | 'error'): void =>
    metrics.handler_duration_seconds.observe({ kind, handler: name, outcome }, (performance.now() - start) / 1_000);
  try {
    const result = await work();
    observe('success');
    return result;
  } catch (error) {
    const failure = asServiceError(error);
    observe(failure.status < 500 ? 'rejected' : 'error');
    if (failure.status >= 500) metrics.handler_errors_total.inc({ handler: name, type: failure.code });
    if (failure.rule) metrics.business_rule_violations_total.inc({ rule: failure.code });
    throw error;
  }
}

/** `measureHandler` for work that no request asked for: its failure is logged here. */
export async function runHandler<Result>(
  { log, kitMetrics }: { readonly log: Log<KitEvents>; readonly kitMetrics: KitMetrics },
  options: HandlerOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await measureHandler(kitMetrics, options, work);
  } catch (error) {
    const failure = asServiceError(error);
    const { type, reason, stack } = originOf(failure);
    reportCause({ log, kitMetrics }, failure);
    log.event('background_failed', { handler: options.name, code: failure.code, reason, type, stack });
    throw error;
  }
}

/** Writes why a request was not served as it was asked. */
export function reportFailure(
  { log, kitMetrics }: { readonly log: Log<KitEvents>; readonly kitMetrics: KitMetrics },
  failure: ServiceError,
): void {
  const { code, level } = failure;
  const { type, reason, stack } = originOf(failure);
  reportCause({ log, kitMetrics }, failure);
  if (level === 'info') log.event('request_rejected', { code, reason });
  else if (level === 'warn') log.event('request_degraded', { code, reason });
  else log.event('request_failed', { code, reason, type, stack });
}

function reportCause(
  { log, kitMetrics }: { readonly log: Log<KitEvents>; readonly kitMetrics: KitMetrics },
  failure: ServiceError,
): void {
  const { type, reason } = originOf(failure);
  if (failure.code === 'internal_error') kitMetrics.exceptions_total.inc({ type });
  const code = databaseErrorCode(failure.cause);
  if (code !== undefined) log.event('db_error', { code, reason });
}

/** The error behind an answer: the one that nothing expected, or the answer itself. */
function originOf(failure: ServiceError): { type: string; reason: string; stack: string | undefined } {
  const origin = types.isNativeError(failure.cause) ? failure.cause : failure;
  return { type: origin.name, reason: origin.message, stack: failure.level === 'error' ? origin.stack : undefined };
}
