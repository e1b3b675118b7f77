import type { ConfigNode } from '@firedrill/config-file';
import { DurationError, parseDuration } from '@firedrill/timeseries';

/** The text under a key; any scalar counts as one, as Go's YAML reads it. */
export function textAt(node: ConfigNode, key: string): string | undefined {
  const value = node.get(key);
  if (value === undefined || value.kind === 'null') return undefined;
  if (value.source === undefined) value.expect('string');
  return value.source;
}

/** Milliseconds under a key. */
export function durationAt(node: ConfigNode, key: string): number | undefined {
  const text = textAt(node, key);
  if (text === undefined) return undefined;
  try {
    return parseDuration(text);
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    node.get(key)?.report('error', error.message, { code: 'bad-duration' });
    return undefined;
  }
}

/** A map of texts under a key. */
export function textsAt(node: ConfigNode, key: string): Readonly<Record<string, string>> {
  const map = node.get(key);
  if (map === undefined || map.kind === 'null' || !map.expect('map')) return {};
  return Object.fromEntries(map.entries().map(([name]) => [name, textAt(map, name) ?? '']));
}

/** Label names may be any text but an empty one and the name of the metric. */
export function checkLabels(map: ConfigNode | undefined): void {
  for (const [name, value] of map?.entries() ?? []) {
    if (name === '' || name === '__name__')
      value.report('error', `expected a label name other than ${JSON.stringify(name)}`);
  }
}
