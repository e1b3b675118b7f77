import type { ConfigNode } from '@firedrill/config-file';
import { DurationError, parseDuration } from '@firedrill/timeseries';
import type { Place } from './case-file';

/** Readers of values whose shape is already checked. */
export function textAt(node: ConfigNode, key: string): string | undefined {
  return node.get(key)?.source;
}

export function itemsAt(node: ConfigNode, key: string): readonly ConfigNode[] {
  return node.get(key)?.items() ?? [];
}

/** A map of texts; empty when the key is missing. */
export function recordAt(node: ConfigNode, key: string): Readonly<Record<string, string>> {
  const entries = node.get(key)?.entries() ?? [];
  return Object.fromEntries(entries.map(([name, value]) => [name, value.source ?? '']));
}

/** The milliseconds of a duration; `whenMissing` when the key is, and when it is wrong, which is reported. */
export function durationAt<T>(node: ConfigNode, key: string, whenMissing: T): number | T {
  const value = node.get(key);
  if (value === undefined) return whenMissing;
  const text = value.source ?? '';
  if (text.startsWith('-')) {
    value.report('error', `expected a time from 0 on, got ${text}, which is before the start`, {
      code: 'before-start',
    });
    return whenMissing;
  }
  try {
    return parseDuration(text);
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    value.report('error', error.message, { code: 'bad-duration' });
    return whenMissing;
  }
}

export function placeOf({ file, line, column }: ConfigNode): Place {
  return { file, line, column };
}
