import type { Silence, SilenceMatcher } from '@firedrill/grafana-alerting';

/** A silence that cannot be read. */
export class SilenceBodyError extends Error {
  override readonly name = 'SilenceBodyError';
}

type Document = Readonly<Record<string, unknown>>;

/** Reads what `POST /silences` takes; the id is there when a silence is to be replaced. Throws SilenceBodyError. */
export function readSilence(body: unknown, nowMs: number): Omit<Silence, 'id'> & { readonly id: string | undefined } {
  const document = Object(body) as Document;
  const { id, matchers, createdBy, comment } = document;
  const startsAtMs = readTime(document, 'startsAt');
  const endsAtMs = readTime(document, 'endsAt');
  if (endsAtMs > startsAtMs && endsAtMs <= nowMs) {
    throw new SilenceBodyError('failed to create silence: end time cannot be in the past');
  }
  return {
    id: typeof id === 'string' && id !== '' ? id : undefined,
    matchers: Array.isArray(matchers) ? matchers.map(readMatcher) : [],
    startsAtMs,
    endsAtMs,
    updatedAtMs: nowMs,
    createdBy: typeof createdBy === 'string' ? createdBy : '',
    comment: typeof comment === 'string' ? comment : '',
  };
}

function readTime(document: Document, key: string): number {
  const text = document[key];
  const timeMs = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(timeMs)) {
    throw new SilenceBodyError(`bad request data: expected ${key} to be a time such as 2026-11-22T20:00:00Z`);
  }
  return timeMs;
}

function readMatcher(value: unknown): SilenceMatcher {
  const { name, value: text, isRegex = false, isEqual = true } = Object(value) as Document;
  if (typeof name !== 'string' || name === '' || typeof text !== 'string') {
    throw new SilenceBodyError('bad request data: expected a matcher to have a name and a value');
  }
  return { name, value: text, isRegex: isRegex === true, isEqual: isEqual === true };
}
