import { QueryError, type Span } from '@firedrill/query-core';

/** An address as a number, with its family: 4 or 6. */
interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/**
 * Finds an address of the pattern anywhere in a text. The pattern is one address, a range `a-b`, or a network `a/24`;
 * anything else is a QueryError `check`.
 */
export function compileIpSearch(pattern: string, span: Span): (text: string) => boolean {
  const accepts = compilePattern(pattern, span);
  return (text) => findAddress(text, accepts);
}

function compilePattern(pattern: string, span: Span): (address: Address) => boolean {
  const single = parseAddress(pattern);
  if (single !== undefined) return ({ family, value }) => family === single.family && value === single.value;
  const bounds = /^(.+)-(.+)$/
    .exec(pattern)
    ?.slice(1)
    .map((text) => parseAddress(text.trim()));
  const network = parseNetwork(pattern);
  const [low, high] = network ?? bounds ?? [];
  if (low === undefined || low.family !== high?.family || low.value > high.value) {
    throw new QueryError('check', `expected an address, a range or a network, got "${pattern}"`, span);
  }
  return ({ family, value }) => family === low.family && value >= low.value && value <= high.value;
}

function parseNetwork(pattern: string): readonly [Address, Address] | undefined {
  const [, text = '', bits = ''] = /^(.+)\/([0-9]{1,3})$/.exec(pattern) ?? [];
  const address = parseAddress(text);
  if (address === undefined) return undefined;
  const hostBits = BigInt((address.family === 4 ? 32 : 128) - Number(bits));
  if (hostBits < 0n) return undefined;
  const low = (address.value >> hostBits) << hostBits;
  return [
    { ...address, value: low },
    { ...address, value: low + (1n << hostBits) - 1n },
  ];
}

function parseAddress(text: string): Address | undefined {
  const four = parseIpv4(text);
  if (four !== undefined) return { family: 4, value: four };
  const six = parseIpv6(text);
  return six === undefined ? undefined : { family: 6, value: six };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  const valid = parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256);
  return valid ? parts.reduce((value, part) => value * 256n + BigInt(part), 0n) : undefined;
}

function parseIpv6(text: string): bigint | undefined {
  const dotted = /^(.*:)([0-9.]+)$/.exec(text);
  const tail = dotted === null ? undefined : parseIpv4(dotted[2] ?? '');
  if (dotted !== null && dotted[2]?.includes('.') === true) {
    if (tail === undefined) return undefined;
    return parseIpv6(`${dotted[1] ?? ''}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...rest];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

const IPV4_HINT = /^[0-9](?:\.|.\.|..\.)/s;
const IPV6_HINT = /^(?:::[0-9a-fA-F]|[0-9a-fA-F]{1,4}:)/;
const IPV4_SPAN = /[0-9.]+/y;
const IPV6_SPAN = /[0-9a-fA-F:.]+/y;

/** Looks where an address may begin; as in Loki one needs more characters from there on than its hint looks at. */
function findAddress(text: string, accepts: (address: Address) => boolean): boolean {
  for (let at = 0; at < text.length; at++) {
    const span = spanAt(text, at);
    if (span === undefined) continue;
    const address = parseAddress(span);
    if (address !== undefined && accepts(address)) return true;
    at += span.length;
  }
  return false;
}

function spanAt(text: string, at: number): string | undefined {
  if (at + 4 < text.length && IPV4_HINT.test(text.slice(at, at + 4))) return matchAt(IPV4_SPAN, text, at);
  if (at + 5 < text.length && IPV6_HINT.test(text.slice(at, at + 5))) return matchAt(IPV6_SPAN, text, at);
  return undefined;
}

function matchAt(sticky: RegExp, text: string, at: number): string | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0];
}
