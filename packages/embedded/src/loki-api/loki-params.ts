import { DurationError, parseDuration } from '@firedrill/timeseries';
import type { Request } from 'express';
import { LokiError } from './loki-error';
import { CATEGORIZE_LABELS } from './loki-result-json';

const NS_PER_MS = 1_000_000n;
const NS_PER_S = 1_000_000_000n;
const RFC3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9})\d*)?(Z|[+-]\d{2}:\d{2})$/;

/** A request's parameters, of the query string and of a form. */
export class LokiParams {
  readonly #values: URLSearchParams;
  /** Whether labels are to be told apart by where they come from. */
  readonly categorize: boolean;

  constructor(request: Request) {
    const flags = (request.get('x-loki-response-encoding-flags') ?? '').split(',').map((flag) => flag.trim());
    this.categorize = flags.includes(CATEGORIZE_LABELS);
    this.#values = new URL(request.originalUrl, 'http://localhost').searchParams;
    if (typeof request.body === 'string')
      for (const [name, value] of new URLSearchParams(request.body)) this.#values.append(name, value);
  }

  text(name: string): string {
    return this.#values.get(name) ?? '';
  }

  texts(name: string): string[] {
    return this.#values.getAll(name);
  }

  /** Nanoseconds of Unix time: whole seconds (up to ten digits), nanoseconds, seconds with a fraction, or RFC 3339. */
  timeNs(name: string, standard: bigint): bigint {
    const text = this.text(name);
    if (text === '') return standard;
    if (/^-?\d+$/.test(text)) return text.length <= 10 ? BigInt(text) * NS_PER_S : BigInt(text);
    const time = /^-?\d+\.\d+$/.test(text) ? BigInt(Math.round(Number(text) * 1000)) * NS_PER_MS : rfc3339(text);
    if (time === undefined)
      throw new LokiError(400, `could not parse '${name}' parameter: ${JSON.stringify(text)} is no time`);
    return time;
  }

  /** Nanoseconds of a number of seconds or a duration; undefined when it is missing. */
  durationNs(name: string): bigint | undefined {
    const text = this.text(name);
    if (text === '') return undefined;
    if (/^-?\d+(?:\.\d+)?$/.test(text)) return BigInt(Math.round(Number(text) * 1e9));
    try {
      return BigInt(parseDuration(text)) * NS_PER_MS;
    } catch (error) {
      if (error instanceof DurationError)
        throw new LokiError(400, `cannot parse ${JSON.stringify(text)} to a valid duration`);
      throw error;
    }
  }

  limit(): number {
    const text = this.text('limit');
    if (text === '') return 100;
    if (!/^[+-]?\d+$/.test(text))
      throw new LokiError(400, `expected limit to be a number, got ${JSON.stringify(text)}`);
    return Number(text);
  }

  direction(): 'forward' | 'backward' {
    const text = this.text('direction').toLowerCase();
    if (text === 'forward') return 'forward';
    if (text === '' || text === 'backward') return 'backward';
    throw new LokiError(400, `invalid direction '${this.text('direction')}'`);
  }

  /** `start` and `end`; without them the last hour, or `since` before the end. */
  range(nowNs: bigint): { readonly startNs: bigint; readonly endNs: bigint } {
    const endNs = this.timeNs('end', nowNs);
    const since = this.durationNs('since') ?? 3600n * NS_PER_S;
    const before = endNs < nowNs ? endNs : nowNs;
    return { startNs: this.timeNs('start', before - since), endNs };
  }
}

function rfc3339(text: string): bigint | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [, seconds = '', fraction = '', zone = ''] = match;
  const time = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(time) ? undefined : BigInt(time) * NS_PER_MS + BigInt(fraction.padEnd(9, '0'));
}
