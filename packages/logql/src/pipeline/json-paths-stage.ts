import type { Extraction } from '../syntax/ast';
import { parseJsonPath, type JsonPath } from './json-path';
import {
  blockEnd,
  JsonError,
  readValue,
  skipBlanks,
  stringEnd,
  tokenText,
  unescapeJson,
  type JsonToken,
} from './json-scanner';
import type { LineLabels } from './line-labels';
import type { LineStage } from './line-stage';

interface Wanted {
  readonly target: string;
  readonly path: JsonPath;
}

/**
 * `| json a="x.y[0]"`: only these paths. The line is not read as JSON but searched for keys, as Loki does: what stands
 * between the members, and after the object, does not matter.
 */
export function jsonPathsStage(extractions: readonly Extraction[]): LineStage {
  const wanted = extractions.map(({ target, path, span }) => ({ target, path: parseJsonPath(path, span) }));
  return (line, labels) => {
    if (line === '' || labels.hints.satisfied) return line;
    if (!/^["{[]/.test(line)) {
      labels.failParsing('JSONParserErr', '');
      return line;
    }
    new PathSearch(line, wanted, labels).run();
    for (const { target } of wanted) if (labels.get(target) === undefined) labels.set('parsed', target, '');
    return line;
  };
}

class PathSearch {
  readonly #line: string;
  readonly #wanted: readonly Wanted[];
  readonly #labels: LineLabels;
  readonly #done = new Set<Wanted>();

  constructor(line: string, wanted: readonly Wanted[], labels: LineLabels) {
    this.#line = line;
    this.#wanted = wanted;
    this.#labels = labels;
  }

  /** The number of paths that the line has. */
  run(): number {
    let open: (string | number)[] = [];
    for (let at = 0; at < this.#line.length && this.#done.size < this.#wanted.length; at++) {
      const character = this.#line[at];
      if (character === '{') open = [...open, ''];
      else if (character === '}') open = open.slice(0, -1);
      else if (character === '[') {
        const end = this.#array(at, open);
        if (end < 0) break;
        at = end - 1;
      } else if (character === '"') {
        const end = stringEnd(this.#line, at + 1);
        if (end < 0) break;
        const colon = skipBlanks(this.#line, end + 1);
        if (this.#line[colon] === ':' && open.length > 0) {
          open = [...open.slice(0, -1), unescapeJson(this.#line.slice(at + 1, end)) ?? ''];
          this.#offer(open, colon + 1);
          at = this.#skipString(colon);
        } else at = end;
      }
    }
    return this.#done.size;
  }

  /** The end of the string that is the value after this colon, else the colon: what is in other values is searched too. */
  #skipString(colon: number): number {
    const value = skipBlanks(this.#line, colon + 1);
    if (this.#line[value] !== '"') return colon;
    const end = stringEnd(this.#line, value + 1);
    return end < 0 ? this.#line.length : end;
  }

  #offer(path: readonly (string | number)[], valueAt: number): void {
    for (const wanted of this.#wanted) {
      if (this.#done.has(wanted) || !samePath(wanted.path, path)) continue;
      this.#done.add(wanted);
      this.#take(wanted.target, valueAt);
    }
  }

  #take(target: string, valueAt: number): void {
    try {
      const token = readValue(this.#line, valueAt);
      const value = token.kind === 'null' ? '' : (tokenText(this.#line, token) ?? '');
      this.#labels.set('parsed', this.#labels.unclashed(target), value);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      this.#labels.failParsing('JSONParserErr', error.message);
    }
  }

  /** Looks for wanted elements; the end of the array, or -1 when it has none. */
  #array(start: number, open: readonly (string | number)[]): number {
    const end = blockEnd(this.#line, start, '[', ']');
    const below = this.#wanted.filter(
      ({ path }) => typeof path[open.length] === 'number' && samePath(path.slice(0, open.length), open),
    );
    if (end < 0 || below.length === 0) return end;
    let at = start + 1;
    for (let index = 0; at < end - 1; index++) {
      const token = this.#readElement(at);
      if (token === undefined) break;
      this.#element([...open, index], token.start, token.after);
      at = skipBlanks(this.#line, token.after);
      if (this.#line[at] !== ',') break;
      at += 1;
    }
    return end;
  }

  /** What cannot be read ends the search in its array. */
  #readElement(at: number): JsonToken | undefined {
    try {
      return readValue(this.#line, at);
    } catch (error) {
      if (error instanceof JsonError) return undefined;
      throw error;
    }
  }

  #element(path: readonly (string | number)[], start: number, end: number): void {
    const exact = this.#line[start - 1] === '"' ? start - 1 : start;
    this.#offer(path, exact);
    const deeper = this.#wanted.filter(
      (wanted) => wanted.path.length > path.length && samePath(wanted.path.slice(0, path.length), path),
    );
    for (const wanted of deeper) {
      const rest = { target: wanted.target, path: wanted.path.slice(path.length) };
      const inner = new PathSearch(this.#line.slice(exact, end), [rest], this.#labels);
      if (!this.#done.has(wanted) && inner.run() > 0) this.#done.add(wanted);
    }
  }
}

function samePath(left: readonly (string | number)[], right: readonly (string | number)[]): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}
