import type { ConfigNode, NodeKind } from '@firedrill/config-file';

/** The part of JSON Schema that case files need: the one definition from which files are checked and editors complete. */
export type Shape =
  | {
      readonly type: 'object';
      readonly description?: string;
      readonly properties: Readonly<Record<string, Shape>>;
      readonly required?: readonly string[];
      readonly additionalProperties: false;
    }
  | { readonly type: 'object'; readonly description?: string; readonly additionalProperties: Shape }
  | { readonly type: 'array'; readonly description?: string; readonly items: Shape; readonly minItems?: number }
  | {
      readonly type: 'string' | 'number' | 'boolean';
      readonly description?: string;
      readonly enum?: readonly string[];
    }
  | { readonly type: readonly ScalarType[]; readonly description?: string };

type ScalarType = 'string' | 'number' | 'boolean' | 'null';

/** Reports everything in which a value differs from its shape, at its place; true when nothing does. */
export function checkShape(node: ConfigNode, shape: Shape): boolean {
  if (isScalarChoice(shape)) return checkScalar(node, shape.type);
  switch (shape.type) {
    case 'array':
      return checkList(node, shape.items, shape.minItems ?? 0);
    case 'object':
      return 'properties' in shape ? checkMap(node, shape) : checkRecord(node, shape.additionalProperties);
    case 'string':
      return checkText(node, shape.enum);
    default:
      return node.expect(shape.type);
  }
}

function isScalarChoice(shape: Shape): shape is Extract<Shape, { type: readonly ScalarType[] }> {
  return typeof shape.type !== 'string';
}

function checkScalar(node: ConfigNode, types: readonly ScalarType[]): boolean {
  if (types.includes(node.kind as ScalarType)) return true;
  node.report('error', `expected ${types.join(' or ')}, got a ${node.kind}`, { code: 'wrong-type' });
  return false;
}

/** Numbers and booleans are text where text is meant, as in `grafana: 12.4`. */
function checkText(node: ConfigNode, choices: readonly string[] | undefined): boolean {
  const scalar: readonly NodeKind[] = ['string', 'number', 'boolean'];
  if (!scalar.includes(node.kind)) return node.expect('string');
  if (choices === undefined || choices.includes(node.source ?? '')) return true;
  node.report('error', `expected one of ${choices.join(', ')}, got ${JSON.stringify(node.source)}`, {
    code: 'unknown-value',
  });
  return false;
}

function checkList(node: ConfigNode, item: Shape, minItems: number): boolean {
  if (!node.expect('list')) return false;
  const items = node.items();
  if (items.length < minItems) {
    node.report('error', `expected at least ${minItems} entry, got none`, { code: 'empty-list' });
    return false;
  }
  return items.map((entry) => checkShape(entry, item)).every(Boolean);
}

function checkRecord(node: ConfigNode, value: Shape): boolean {
  if (!node.expect('map')) return false;
  return node
    .entries()
    .map(([, entry]) => checkShape(entry, value))
    .every(Boolean);
}

function checkMap(
  node: ConfigNode,
  { properties, required = [] }: { properties: Readonly<Record<string, Shape>>; required?: readonly string[] },
): boolean {
  if (!node.expect('map')) return false;
  const known = Object.keys(properties);
  node.expectKeys(known);
  const entries = node.entries();
  const present = entries.map(([key]) => key);
  const missing = required.filter((key) => !present.includes(key));
  for (const key of missing) {
    node.report('error', `expected the key ${JSON.stringify(key)}, got nothing`, { code: 'missing-key', key });
  }
  const valuesHold = entries.map(([key, value]) => {
    const shape = properties[key];
    return shape !== undefined && checkShape(value, shape);
  });
  return missing.length === 0 && valuesHold.every(Boolean);
}
