import type { ConfigNode } from '@firedrill/config-file';
import { DurationError, parseDuration } from '@firedrill/timeseries';
import { parseByteSize } from './byte-size';

/** Reports what is wrong with a value; a value that is null is never asked, as Go's YAML leaves the default there. */
export type Check = (node: ConfigNode) => void;
/** The keys a map may have. */
export type MapShape = Readonly<Record<string, Check>>;

/** Checks a map against its keys: an unknown key is an error with the nearest right name. */
export function mapOf(shape: MapShape, then?: Check): Check {
  return (node) => {
    if (!node.expect('map')) return;
    node.expectKeys(Object.keys(shape));
    for (const [key, value] of node.entries()) if (value.kind !== 'null') shape[key]?.(value);
    then?.(node);
  };
}

/** Checks each item of a list; with `nullItem`, an empty item is an error with that message. */
export function listOf(item: Check, nullItem?: string): Check {
  return (node) => {
    if (!node.expect('list')) return;
    for (const value of node.items()) {
      if (value.kind !== 'null') item(value);
      else if (nullItem !== undefined) value.report('error', nullItem);
    }
  };
}

/** A map of free keys, each value checked alike. */
export function recordOf(value: Check, checkKey?: (key: string, node: ConfigNode) => void): Check {
  return (node) => {
    if (!node.expect('map')) return;
    for (const [key, item] of node.entries()) {
      checkKey?.(key, item);
      if (item.kind !== 'null') value(item);
    }
  };
}

/** Any scalar: Go's YAML reads `5` and `true` into a string as they are written. */
export const text: Check = (node) => {
  if (node.source === undefined) node.expect('string');
};

export const anything: Check = () => undefined;

export const boolean: Check = (node) => {
  if (booleanOf(node) === undefined) node.expect('boolean');
};

/** A count; a fraction is cut off, as Go's YAML does. */
export const unsignedInteger: Check = (node) => {
  if (!node.expect('number')) return;
  if (!(Number(node.source?.replaceAll('_', '')) >= 0))
    node.report('error', `expected a count, got ${String(node.source)}`);
};

export const number: Check = (node) => {
  node.expect('number');
};

export const integer: Check = (node) => {
  if (node.expect('number') && !Number.isFinite(Number(node.source)))
    node.report('error', `expected a whole number, got ${String(node.source)}`);
};

export const duration: Check = (node) => {
  if (node.source === undefined) node.expect('string');
  else if (parsedDuration(node.source) === undefined) {
    node.report('error', `expected a duration such as 15s or 1m30s, got ${JSON.stringify(node.source)}`);
  }
};

export const byteSize: Check = (node) => {
  if (node.source === undefined) node.expect('string');
  else if (parseByteSize(node.source) === undefined) {
    node.report('error', `expected a size such as 10MB, got ${JSON.stringify(node.source)}`);
  }
};

export const url: Check = (node) => {
  const source = node.source;
  if (source === undefined) node.expect('string');
  else if (/^:|[\s\u0000-\u001f]|%(?![0-9A-Fa-f]{2})/.test(source))
    node.report('error', `expected a URL, got ${JSON.stringify(source)}`);
};

/** One of the given words. */
export function oneOf(words: readonly string[]): Check {
  return (node) => {
    if (node.source === undefined) node.expect('string');
    else if (!words.includes(node.source)) {
      node.report('error', `expected one of ${words.join(', ')}; got ${JSON.stringify(node.source)}`);
    }
  };
}

/** What the real program reads and this runtime lacks; checked first, so that a mistake in it stays an error. */
export function unsupported(check: Check, isSet: (node: ConfigNode) => boolean = () => true): Check {
  return (node) => {
    check(node);
    if (isSet(node))
      node.report('unsupported', `${node.path.split('.').at(-1) ?? ''} is not supported by the embedded runtime`);
  };
}

/** A flag that this runtime can only leave off. */
export const unsupportedFlag: Check = unsupported(boolean, (node) => booleanOf(node) === true);

/** YAML 1.1's booleans, which Go's YAML reads and YAML 1.2 does not. */
export function booleanOf(node: ConfigNode | undefined): boolean | undefined {
  if (node === undefined || (node.kind !== 'boolean' && node.kind !== 'string')) return undefined;
  const word = node.source?.toLowerCase() ?? '';
  if (node.kind === 'boolean') return word === 'true';
  if (['y', 'yes', 'on'].includes(word)) return true;
  return ['n', 'no', 'off'].includes(word) ? false : undefined;
}

/** The scalar's text; undefined when it is missing, null or no scalar. */
export function textOf(node: ConfigNode | undefined): string | undefined {
  return node === undefined || node.kind === 'null' ? undefined : node.source;
}

export function countOf(node: ConfigNode | undefined): number | undefined {
  const source = textOf(node);
  return source === undefined ? undefined : Math.trunc(Number(source.replaceAll('_', '')));
}

export function durationOf(node: ConfigNode | undefined): number | undefined {
  const source = textOf(node);
  return source === undefined ? undefined : parsedDuration(source);
}

export function textsOf(node: ConfigNode | undefined): string[] {
  return (node?.items() ?? []).map((item) => item.source ?? '');
}

export function textMapOf(node: ConfigNode | undefined): Record<string, string> {
  return Object.fromEntries((node?.entries() ?? []).map(([key, value]) => [key, value.source ?? '']));
}

function parsedDuration(source: string): number | undefined {
  try {
    return parseDuration(source);
  } catch (error) {
    if (error instanceof DurationError) return undefined;
    throw error;
  }
}
