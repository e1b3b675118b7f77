import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from './operation';

/** The text that no page may repeat as it is. */
export const MARKUP = '<script>alert(1)</script>';

/** What programs that read requests have stumbled over. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  -0,
  1e308,
  2_147_483_648,
  9_007_199_254_740_993,
  '',
  ' ',
  'NaN',
  '1e3',
  '٣',
  '0x10',
  `' OR '1'='1`,
  `1; DROP TABLE orders; --`,
  `'||pg_sleep(1)||'`,
  MARKUP,
  `"><img src=x onerror=alert(1)>`,
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\ufeff',
  '../../etc/passwd',
  '%00',
  '{{7*7}}',
  'x'.repeat(5_000),
  [],
  {},
  [1],
  { length: 3 },
  { toString: 'x' },
  { constructor: { prototype: { admin: true } } },
];

/** A value that its schema may or may not take. */
export const oddValue: Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ODD_VALUES) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

/** A value that fits a schema, as far as this reads it. */
export function fitting(schema: Schema): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const [first] = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  if (first !== undefined) return fitting({ ...schema, ...first, anyOf: [], allOf: [] });
  switch (schema.type) {
    case 'object':
      return fittingObject(schema);
    case 'array':
      return fc.array(fitting(schema.items ?? {}), { maxLength: 3 });
    case 'integer':
    case 'number':
      return fittingNumber(schema);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fittingText(schema);
    default:
      return fc.constantFrom<unknown>(1, 2, 'x');
  }
}

function fittingObject({ properties = {}, required = [] }: Schema): Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fitting(schema)]));
  return fc.record(fields, { requiredKeys: [...required] });
}

/** Small numbers mostly: those of rows that are there. */
function fittingNumber({ minimum = 1, maximum = 1_000_000 }: Schema): Arbitrary<number> {
  const small = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 14) });
  return fc.oneof({ weight: 6, arbitrary: small }, { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) });
}

function fittingText({ pattern, minLength = 0, maxLength = 60 }: Schema): Arbitrary<string> {
  if (pattern?.includes('@') === true) return fc.integer({ min: 1, max: 20 }).map((number) => `a${number}@example.com`);
  if (pattern === '^[1-9]\\d{0,8}$') return fc.integer({ min: 1, max: 15 }).map(String);
  const text = fc.string({
    minLength: Math.max(minLength, 1),
    maxLength: Math.max(Math.min(maxLength, 60), minLength, 1),
  });
  return pattern === undefined ? text : fc.oneof(text, fc.stringMatching(new RegExp(pattern), { maxLength: 60 }));
}
