import type { ConfigNode } from '@firedrill/config-file';

const INTEGER = /^[+-]?(?:0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*)$/i;

/**
 * The value of a node as Grafana's YAML decoder reads it, which is more generous with numbers than YAML 1.2: `1_000`, `0b11`
 * and `017` are integers. An infinite number or NaN is reported, as it cannot become JSON.
 */
export function decodeYamlValue(node: ConfigNode): unknown {
  if (node.kind === 'map') return Object.fromEntries(node.entries().map(([key, value]) => [key, decodeYamlValue(value)]));
  if (node.kind === 'list') return node.items().map(decodeYamlValue);
  const value = yamlInteger(node) ?? node.toData();
  if (typeof value === 'number' && !Number.isFinite(value)) {
    node.report('error', `expected a value that JSON can hold, got ${String(node.source)}`, { code: 'value-not-json' });
  }
  return value;
}

/** The integer that a plain scalar is; undefined for anything else. */
export function yamlInteger(node: ConfigNode): number | undefined {
  const { source } = node;
  if (source === undefined || node.isQuoted || !INTEGER.test(source)) return undefined;
  const digits = source.replace(/_/g, '');
  const sign = digits.startsWith('-') ? -1 : 1;
  const magnitude = digits.replace(/^[+-]/, '');
  const octal = /^0[0-7]+$/.test(magnitude) ? `0o${magnitude.slice(1)}` : magnitude;
  const value = Number(octal);
  return Number.isNaN(value) ? undefined : sign * value;
}
