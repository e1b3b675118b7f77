import { DurationError, parseDuration } from '@firedrill/timeseries';
import type { Request } from 'express';
import { ApiError, badParameter } from './api-error';

/** A request's parameters: those of the form, then those of the query string, as Prometheus reads them. */
export class ApiParams {
  readonly #form: URLSearchParams;
  readonly #query: URLSearchParams;

  constructor(request: Request) {
    this.#query = new URL(request.originalUrl, 'http://localhost').searchParams;
    this.#form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  }

  text(name: string): string {
    return this.#form.get(name) ?? this.#query.get(name) ?? '';
  }

  texts(name: string): string[] {
    return [...this.#form.getAll(name), ...this.#query.getAll(name)];
  }

  /** Unix milliseconds; `standard` when the parameter is missing or empty. */
  timeMs(name: string, standard?: number): number {
    const text = this.text(name);
    if (text === '' && standard !== undefined) return standard;
    const time = parseTimeMs(text);
    if (time !== undefined) return time;
    const detail = `cannot parse ${JSON.stringify(text)} to a valid timestamp`;
    throw badParameter(name, standard === undefined ? detail : `invalid time value for '${name}': ${detail}`);
  }

  /** Milliseconds of a number of seconds or a duration; undefined when the parameter is missing or empty. */
  durationMs(name: string): number | undefined {
    const text = this.text(name);
    if (text === '') return undefined;
    const seconds = plainNumber(text);
    if (seconds !== undefined) {
      if (Math.abs(seconds) > 9_223_372_036)
        throw badParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration. It overflows int64`);
      return Math.trunc(seconds * 1000);
    }
    try {
      return parseDuration(text);
    } catch (error) {
      if (error instanceof DurationError)
        throw badParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration`);
      throw error;
    }
  }

  /** How many results are wanted at most; 0 for all. */
  limit(): number {
    const text = this.text('limit');
    if (text === '') return 0;
    if (!/^[+-]?\d+$/.test(text)) throw badParameter('limit', `expected a number, got ${JSON.stringify(text)}`);
    if (Number(text) < 0) throw badParameter('limit', 'limit must be non-negative');
    return Number(text);
  }

  /** A limit of metadata, where a negative one means all; undefined when none is given. */
  metadataLimit(name: string): number | undefined {
    const text = this.text(name);
    if (text === '') return undefined;
    if (!/^[+-]?\d+$/.test(text)) throw new ApiError('bad_data', `${name} must be a number`);
    return Number(text) < 0 ? undefined : Number(text);
  }
}

/** Unix milliseconds of seconds (`1767229200.123`) or an RFC 3339 time. */
function parseTimeMs(text: string): number | undefined {
  const seconds = plainNumber(text);
  if (seconds !== undefined) return Math.round(seconds * 1000);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function plainNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}
