import type { ConfigNode } from '@firedrill/config-file';
import type { Fields } from './fields';

/** The keys of a policy, which Grafana decodes by type: text must be text, so a number is no label name. */

/** Text with its `$` expressions expanded; '' when absent, undefined (reported) for another type. */
export function strictText(fields: Fields, key: string): string | undefined {
  const node = fields.node.get(key);
  return node === undefined || node.kind === 'null' ? '' : strictScalar(fields, node);
}

/** A list of texts; none when absent, items of another type are reported and left out. */
export function strictTexts(fields: Fields, key: string): string[] {
  const node = fields.node.get(key);
  return node === undefined || node.kind === 'null' || !node.expect('list') ? [] : strictItems(fields, node);
}

export function strictItems(fields: Fields, list: ConfigNode): string[] {
  return list.items().flatMap((item) => strictScalar(fields, item) ?? []);
}

/** A map from names to texts. */
export function strictTextMap(fields: Fields, key: string): (readonly [name: string, text: string])[] {
  const entries = fields.map(key)?.node.entries() ?? [];
  return entries.flatMap(([name, node]) => {
    const text = strictScalar(fields, node);
    return text === undefined ? [] : [[name, text] as const];
  });
}

export function strictBoolean(fields: Fields, key: string): boolean {
  const node = fields.node.get(key);
  return node !== undefined && node.kind !== 'null' && node.expect('boolean') && node.toData() === true;
}

/** A Prometheus duration in milliseconds; undefined when absent or, reported, when it is wrong. */
export function strictDuration(fields: Fields, key: string): number | undefined {
  const node = fields.node.get(key);
  return node === undefined || node.kind === 'null' || !node.expect('string') ? undefined : fields.duration(key);
}

function strictScalar(fields: Fields, node: ConfigNode): string | undefined {
  return node.expect('string') ? fields.expand(node) : undefined;
}
