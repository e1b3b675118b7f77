import fc, { type Arbitrary } from 'fast-check';
import type { Operation, Schema } from './operation';
import { fitting, oddValue } from './values';

/** A request as it goes over the wire; the path is encoded. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** Requests to one operation: half of them fit, the others are broken in one place or several. */
export function requestsTo(operation: Operation): Arbitrary<FuzzRequest> {
  return fc
    .record({
      method: fc.oneof(
        { weight: 19, arbitrary: fc.constant(operation.method) },
        { weight: 1, arbitrary: fc.constantFrom('PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD') },
      ),
      parameters: fc.tuple(...operation.parameters.map(({ schema }) => mostlyFitting(schema))),
      present: fc.array(fc.boolean(), {
        minLength: operation.parameters.length,
        maxLength: operation.parameters.length,
      }),
      suffix: fc.oneof(
        { weight: 14, arbitrary: fc.constant('') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('%', '%E0%A4%A', '%00', '%2e%2e%2f', '//', '?q=%ff', '?a[b][c]=1&a=2'),
        },
      ),
      headers: fc.constantFrom<Readonly<Record<string, string>>>(...ODD_HEADERS),
      body: operation.body === undefined ? fc.constant(undefined) : bodiesOf(operation.body),
    })
    .map(({ method, parameters, present, suffix, headers, body }) => {
      const given = operation.parameters
        .map(({ name, in: place, required }, index) => ({ name, place, required, value: parameters[index], index }))
        .filter(({ required, index }) => required || present[index] === true);
      return {
        method,
        path: pathOf(operation.path, given) + suffix,
        headers: { ...headers, ...headersOf(given), ...body?.headers },
        body: body?.bytes,
      };
    });
}

const ODD_HEADERS: readonly Readonly<Record<string, string>>[] = [
  {},
  {},
  {},
  { 'x-request-id': '"><script>' },
  { traceparent: '00-00000000000000000000000000000000-0000000000000000-01' },
  { 'x-forwarded-for': "203.0.113.9, ' OR 1=1" },
  { cookie: 'sid=%00; sid=x; =; __Host-sid=..' },
  { accept: 'text/plain;version=0.0.4;q=nine, */*' },
  { 'accept-language': 'x'.repeat(3_000) },
];

interface Given {
  readonly name: string;
  readonly place: string;
  readonly value: unknown;
}

function pathOf(template: string, given: readonly Given[]): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    escapeText(given.find((one) => one.place === 'path' && one.name === name)?.value),
  );
  const query = given.filter(({ place }) => place === 'query').map(({ name, value }) => `${name}=${escapeText(value)}`);
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** Header values that HTTP cannot carry are left to clients that do not exist. */
function headersOf(given: readonly Given[]): Record<string, string> {
  return Object.fromEntries(
    given
      .filter(({ place }) => place === 'header')
      .map(({ name, value }) => [
        name,
        textOf(value)
          .replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
          .slice(0, 4_000),
      ]),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function escapeText(value: unknown): string {
  // Half of a surrogate pair has no percent-encoding.
  return encodeURIComponent(textOf(value).replace(/\p{Surrogate}/gu, '\ufffd'));
}

interface FuzzBody {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

function bodiesOf({ form, schema }: NonNullable<Operation['body']>): Arbitrary<FuzzBody> {
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  const fits = fitting(schema);
  const fields = Object.keys(schema.properties ?? {});
  const oneWrong = fc
    .tuple(fits, fc.constantFrom(...(fields.length === 0 ? ['x'] : fields)), oddValue)
    .map(([value, name, odd]) => ({ ...(value as object), [name]: odd }));
  const written = fc
    .oneof({ weight: 4, arbitrary: fits }, { weight: 3, arbitrary: oneWrong }, { weight: 1, arbitrary: oddValue })
    .map((value) => ({
      bytes: Buffer.from(form ? formOf(value) : JSON.stringify(value)),
      headers: { 'content-type': type },
    }));
  return fc.oneof({ weight: 8, arbitrary: written }, { weight: 2, arbitrary: brokenBodies(type) });
}

function formOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return textOf(value);
  return Object.entries(value)
    .map(([name, field]) => `${escapeText(name)}=${escapeText(field)}`)
    .join('&');
}

function brokenBodies(type: string): Arbitrary<FuzzBody> {
  return fc.constantFrom<FuzzBody>(
    { bytes: Buffer.from('{"a":'), headers: { 'content-type': type } },
    { bytes: Buffer.alloc(0), headers: { 'content-type': type } },
    { bytes: Buffer.alloc(200_000, 'x'), headers: { 'content-type': type } },
    { bytes: Buffer.from('['.repeat(20_000)), headers: { 'content-type': type } },
    { bytes: Buffer.from(`a=${'&a='.repeat(3_000)}`), headers: { 'content-type': type } },
    { bytes: Buffer.from([0xff, 0xfe, 0x7b, 0x00]), headers: { 'content-type': type } },
    { bytes: Buffer.from('{"a":1}', 'utf16le'), headers: { 'content-type': `${type}; charset=utf-16` } },
    { bytes: Buffer.from('{}'), headers: { 'content-type': `${type}; charset=klingon` } },
    { bytes: Buffer.from('not gzip'), headers: { 'content-type': type, 'content-encoding': 'gzip' } },
    { bytes: Buffer.from('{}'), headers: { 'content-type': type, 'content-encoding': 'zip' } },
    { bytes: Buffer.from('<a/>'), headers: { 'content-type': 'text/xml' } },
    { bytes: Buffer.from('{}'), headers: { 'content-type': 'multipart/form-data; boundary=' } },
    { bytes: Buffer.from('{"__proto__":{"admin":true}}'), headers: { 'content-type': type } },
  );
}

function mostlyFitting(schema: Schema): Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: fitting(schema) }, { weight: 1, arbitrary: oddValue });
}
