import type { ConfigNode} from '@firedrill/config-file';
import { nearestName, type ReportDetails } from '@firedrill/config-file';
import { DurationError, parseDuration } from '@firedrill/timeseries';
import { decodeYamlValue } from './yaml-value';
import { expandText, UnreadableFileError, type ExpansionSources } from './expand';

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];
const INT64_MAX = 9_223_372_036_854_775_807n;

/**
 * The keys of one map of a provisioning file, decoded as Grafana does: a scalar is text first, is expanded, and only then
 * becomes a number or a boolean. What is wrong is reported at its place and read as absent.
 */
export class Fields {
  readonly node: ConfigNode;
  readonly #sources: ExpansionSources;

  constructor(node: ConfigNode, sources: ExpansionSources) {
    this.node = node;
    this.#sources = sources;
  }

  /** Reports at the key's value, or at the map when the key is missing. */
  error(key: string, message: string, code: string, hint?: string): void {
    this.#report('error', key, message, { code, hint });
  }

  warn(key: string, message: string, code: string, hint?: string): void {
    this.#report('warning', key, message, { code, hint });
  }

  unsupported(key: string, message: string, hint?: string): void {
    this.#report('unsupported', key, message, { code: 'not-supported', hint });
  }

  has(key: string): boolean {
    const node = this.node.get(key);
    return node !== undefined && node.kind !== 'null';
  }

  /** Text with its `$` expressions expanded; '' when absent or null, undefined (reported) when it is no scalar. */
  text(key: string): string | undefined {
    const node = this.node.get(key);
    return node === undefined ? '' : this.expand(node);
  }

  expand(node: ConfigNode): string | undefined {
    const source = scalarText(node);
    if (source === undefined) return undefined;
    try {
      return expandText(source, this.#sources);
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      node.report('error', `${error.message}, named by $__file`, { code: 'unreadable-file-reference' });
      return undefined;
    }
  }

  /** A value of any shape as data, the `$` expressions in its texts expanded; keys and numbers stay as they are. */
  expandData(node: ConfigNode): unknown {
    if (node.kind === 'map') return Object.fromEntries(node.entries().map(([key, value]) => [key, this.expandData(value)]));
    if (node.kind === 'list') return node.items().map((item) => this.expandData(item));
    return node.kind === 'string' ? (this.expand(node) ?? '') : decodeYamlValue(node);
  }

  /** Text as it is written, for the fields in which Grafana expands nothing. */
  raw(key: string): string | undefined {
    const node = this.node.get(key);
    return node === undefined ? '' : scalarText(node);
  }

  /** A base-10 integer; undefined when absent, empty or wrong. */
  integer(key: string): number | undefined {
    const text = this.text(key);
    if (text === undefined || text === '') return undefined;
    const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
    if (value !== undefined && value <= INT64_MAX && value >= -INT64_MAX - 1n) return Number(value);
    this.error(key, `expected a whole number, got ${JSON.stringify(text)}`, 'bad-integer');
    return undefined;
  }

  /** The texts of a list, expanded; empty ones are dropped, as in Grafana. */
  texts(key: string): string[] {
    return this.items(key)
      .map((item) => this.expand(item) ?? '')
      .filter((text) => text !== '');
  }

  /** The whole numbers of a list; what is none is reported and left out. */
  integers(key: string): number[] {
    return this.items(key).flatMap((item) => {
      const text = this.expand(item);
      if (text === undefined) return [];
      if (/^[+-]?\d+$/.test(text)) return [Number(text)];
      item.report('error', `expected a whole number, got ${JSON.stringify(text)}`, { code: 'bad-integer' });
      return [];
    });
  }

  /** Reports a name under a key that is not among the known ones, with the nearest right one. */
  checkName(key: string, name: string, known: readonly string[], code: string): void {
    if (known.includes(name)) return;
    const choices = known.length === 0 ? ', but there is none' : ` (${known.join(', ')})`;
    this.error(key, `expected a name that exists${choices}, got ${JSON.stringify(name)}`, code, suggestion(name, known));
  }

  /** The organisation; anything below 1 means 1. */
  orgId(): number {
    return Math.max(1, this.integer('orgId') ?? 1);
  }

  boolean(key: string): boolean {
    if (!this.has(key)) return false;
    const text = this.text(key);
    if (text === undefined || FALSE.includes(text)) return false;
    if (TRUE.includes(text)) return true;
    this.error(key, `expected true or false, got ${JSON.stringify(text)}`, 'bad-bool');
    return false;
  }

  /** A Prometheus duration in milliseconds; undefined (reported) when it is wrong, or empty and there is no default. */
  duration(key: string, whenEmpty?: number): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    if (text === '' && whenEmpty !== undefined) return whenEmpty;
    try {
      return parseDuration(text);
    } catch (error) {
      if (!(error instanceof DurationError)) throw error;
      this.error(key, error.message, durationCode(text, error));
      return undefined;
    }
  }

  /** The non-null items of a list; none when absent or, reported, when it is no list. */
  items(key: string): ConfigNode[] {
    const node = this.node.get(key);
    if (node === undefined || node.kind === 'null' || !node.expect('list')) return [];
    return node.items().filter((item) => item.kind !== 'null');
  }

  /** The items of a list that are maps; others are reported. */
  maps(key: string): Fields[] {
    return this.items(key).flatMap((item) => (item.expect('map') ? [new Fields(item, this.#sources)] : []));
  }

  /** A map below a key; undefined when absent or, reported, when it is no map. */
  map(key: string): Fields | undefined {
    const node = this.node.get(key);
    if (node === undefined || node.kind === 'null' || !node.expect('map')) return undefined;
    return new Fields(node, this.#sources);
  }

  /** Warns of keys that Grafana would ignore without a word. */
  warnUnknownKeys(known: readonly string[]): void {
    this.node.expectKeys(known, 'warning');
  }

  #report(severity: 'error' | 'warning' | 'unsupported', key: string, message: string, details: ReportDetails): void {
    const node = this.node.get(key);
    if (node === undefined) this.node.report(severity, message, { ...details, key });
    else node.report(severity, message, details);
  }
}

/** `did you mean "B"?` for a name that is not among the known ones. */
export function suggestion(name: string, known: Iterable<string>): string | undefined {
  const nearest = nearestName(name, known);
  return nearest === undefined ? undefined : `did you mean ${JSON.stringify(nearest)}?`;
}

function durationCode(text: string, error: DurationError): string {
  if (text === '') return 'missing-duration';
  return error.message.includes('out of range') ? 'duration-out-of-range' : 'bad-duration';
}

function scalarText(node: ConfigNode): string | undefined {
  const source = node.source;
  if (source === undefined) node.expect('string');
  return source;
}
