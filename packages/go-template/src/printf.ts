import { formatFloat } from './format-float';
import { formatPlain } from './print';
import { goTypeName, GoMap, GoStruct, type GoValue } from './value';

interface Directive {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly verb: string;
}

const DIRECTIVE = /%([-+# 0]*)(?:(\*)|(\d+))?(?:\.(?:(\*)|(\d*)))?(?:\[(\d+)\])?([^])?/gu;

/** Go's fmt.Sprintf over template values, with Go's `%!verb(…)` in place of an error. */
export function sprintf(format: string, args: readonly GoValue[]): string {
  const cursor = new ArgumentCursor(args);
  const text = format.replace(DIRECTIVE, (_whole: string, ...groups: (string | undefined)[]): string => {
    const [flags = '', starWidth, width, starPrecision, precision, index, verb] = groups;
    const starred = starWidth === undefined ? readInt(width) : cursor.takeInt();
    const starredPrecision = starPrecision === undefined ? readInt(precision) : cursor.takeInt();
    if (verb === undefined) return '%!(NOVERB)';
    if (verb === '%') return '%';
    if (index !== undefined && !cursor.moveTo(Number(index) - 1)) return `%!${verb}(BADINDEX)`;
    if (cursor.isAtEnd) return `%!${verb}(MISSING)`;
    const directive: Directive = {
      flags: starred !== undefined && starred < 0 ? `${flags}-` : flags,
      width: starred === undefined ? undefined : Math.abs(starred),
      precision: starredPrecision,
      verb,
    };
    return formatDirective(directive, cursor.take());
  });
  return text + extra(cursor.unused);
}

/** The operands of a format, taken from the left unless the format numbers them. */
class ArgumentCursor {
  readonly #args: readonly GoValue[];
  #next = 0;
  #reordered = false;

  constructor(args: readonly GoValue[]) {
    this.#args = args;
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#args.length;
  }

  /** What no directive took; a format that numbers its operands may leave some. */
  get unused(): readonly GoValue[] {
    return this.#reordered ? [] : this.#args.slice(this.#next);
  }

  take(): GoValue {
    this.#next += 1;
    return this.#args[this.#next - 1];
  }

  takeInt(): number | undefined {
    const value = this.take();
    return typeof value === 'bigint' ? Number(value) : undefined;
  }

  moveTo(index: number): boolean {
    this.#reordered = true;
    if (index < 0 || index >= this.#args.length) return false;
    this.#next = index;
    return true;
  }
}

function readInt(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function extra(args: readonly GoValue[]): string {
  if (args.length === 0) return '';
  const described = args.map((value) => (value == null ? '<nil>' : `${goTypeName(value)}=${formatPlain(value)}`));
  return `%!(EXTRA ${described.join(', ')})`;
}

function formatDirective(directive: Directive, value: GoValue): string {
  const { verb, precision } = directive;
  if (verb === 'T') return pad(goTypeName(value), directive, false);
  if (verb === 'v' && typeof value === 'number') {
    return formatNumeric(signed(formatFloat(value, 'g', precision), directive), directive);
  }
  if (verb === 'v' && typeof value !== 'string' && typeof value !== 'bigint') return formatElements(directive, value);
  const text = formatVerb(directive, value);
  if (text !== undefined) return text;
  if (value instanceof GoMap || Array.isArray(value)) return formatElements(directive, value);
  return badVerb(verb, value);
}

/** A map or list by its elements, everything else as `%v`. */
function formatElements(directive: Directive, value: GoValue): string {
  if (directive.verb === 'v') return pad(formatPlain(value), directive, false);
  if (value instanceof GoMap) {
    const pairs = value.sorted.map(
      ([key, element]) => `${formatDirective(directive, key)}:${formatDirective(directive, element)}`,
    );
    return `map[${pairs.join(' ')}]`;
  }
  return `[${(value as readonly GoValue[]).map((element) => formatDirective(directive, element)).join(' ')}]`;
}

function badVerb(verb: string, value: GoValue): string {
  return value == null ? `%!${verb}(<nil>)` : `%!${verb}(${goTypeName(value)}=${formatPlain(value)})`;
}

/** The text of a verb that fits the value's type; undefined when it does not. */
function formatVerb(directive: Directive, value: GoValue): string | undefined {
  if (typeof value === 'bigint') return formatInt(directive, value);
  if (typeof value === 'number') return formatFloatVerb(directive, value);
  if (typeof value === 'boolean') return directive.verb === 't' ? pad(String(value), directive, false) : undefined;
  if (typeof value === 'string') return formatString(directive, value);
  if (value instanceof GoStruct && value.text !== undefined) return formatString(directive, value.text);
  return undefined;
}

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const BASE_PREFIXES: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' };

function formatInt(directive: Directive, value: bigint): string | undefined {
  const { verb, flags, precision } = directive;
  if (verb === 'c') return pad(String.fromCodePoint(Number(value)), directive, false);
  if (verb === 'q') return pad(`'${String.fromCodePoint(Number(value))}'`, directive, false);
  if (verb === 'U') return pad(`U+${value.toString(16).toUpperCase().padStart(4, '0')}`, directive, false);
  const base = BASES[verb];
  if (base === undefined) return undefined;
  const magnitude = (value < 0n ? -value : value).toString(base).padStart(precision ?? 0, '0');
  const prefix = verb === 'O' ? '0o' : flags.includes('#') ? (BASE_PREFIXES[verb] ?? '') : '';
  const text = (value < 0n ? '-' : '') + prefix + (verb === 'X' ? magnitude.toUpperCase() : magnitude);
  return precision === undefined
    ? formatNumeric(signed(text, directive), directive)
    : pad(signed(text, directive), directive, false);
}

function formatFloatVerb(directive: Directive, value: number): string | undefined {
  const { verb, precision } = directive;
  const lower = verb.toLowerCase();
  if (lower !== 'e' && lower !== 'f' && lower !== 'g') return undefined;
  const digits = formatFloat(value, lower, precision ?? (lower === 'g' ? undefined : 6));
  const text = verb === lower || verb === 'F' || !Number.isFinite(value) ? digits : digits.toUpperCase();
  return formatNumeric(signed(text, directive), directive);
}

/** Numbers alone are padded with zeros, and never when they are no digits. */
function formatNumeric(text: string, directive: Directive): string {
  return pad(text, directive, /\d/.test(text));
}

function signed(text: string, { flags }: Directive): string {
  const plain = text.replace(/^\+/, '');
  if (plain.startsWith('-')) return plain;
  if (flags.includes('+') || (text.startsWith('+') && !flags.includes(' '))) return `+${plain}`;
  return flags.includes(' ') ? ` ${plain}` : plain;
}

function formatString(directive: Directive, value: string): string | undefined {
  const { verb, precision, flags } = directive;
  const cut = precision === undefined ? value : Array.from(value).slice(0, precision).join('');
  if (verb === 's' || verb === 'v') return pad(cut, directive, false);
  if (verb === 'q') return pad(flags.includes('#') && !cut.includes('`') ? `\`${cut}\`` : quote(cut), directive, false);
  if (verb !== 'x' && verb !== 'X') return undefined;
  const bytes = [...new TextEncoder().encode(value)].slice(0, precision);
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(flags.includes(' ') ? ' ' : '');
  return pad(verb === 'X' ? hex.toUpperCase() : hex, directive, false);
}

/** Go's strconv.Quote. */
export function quote(text: string): string {
  const escaped = text.replace(/["\\]|[\x00-\x1f\x7f]|\p{Co}|\p{Cn}/gu, (character) => {
    const short = {
      '"': '\\"',
      '\\': '\\\\',
      '\n': '\\n',
      '\t': '\\t',
      '\r': '\\r',
      '\b': '\\b',
      '\f': '\\f',
      '\v': '\\v',
      '\x07': '\\a',
    };
    const known = short[character as keyof typeof short] as string | undefined;
    if (known !== undefined) return known;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `"${escaped}"`;
}

function pad(text: string, { flags, width }: Directive, zeros: boolean): string {
  const missing = (width ?? 0) - Array.from(text).length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!zeros || !flags.includes('0')) return ' '.repeat(missing) + text;
  const [, sign = '', digits = ''] = /^([-+ ]?)([^]*)$/.exec(text) ?? [];
  return sign + '0'.repeat(missing) + digits;
}
