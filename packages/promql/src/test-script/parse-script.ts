import { parseDuration } from '@firedrill/timeseries';
import { parseLabels, parseNotedSeries, type NotedSeries } from './series-notation';

/** What an `expect` line asks of warnings, infos or a failure. */
export interface Remark {
  readonly kind: 'fail' | 'warn' | 'info' | 'no_warn' | 'no_info';
  readonly matches: (message: string) => boolean;
}

export interface EvalCommand {
  readonly kind: 'eval';
  readonly line: number;
  readonly expr: string;
  /** An instant query has start = end. */
  readonly mode: 'instant' | 'range';
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly series: readonly NotedSeries[];
  readonly scalar: number | undefined;
  readonly string: string | undefined;
  /** An instant query whose result is a range vector, with the grid on which its points are written. */
  readonly rangeVector: { readonly startMs: number; readonly endMs: number; readonly stepMs: number } | undefined;
  readonly ordered: boolean;
  readonly remarks: readonly Remark[];
}

export type Command =
  | { readonly kind: 'clear' }
  | {
      readonly kind: 'load';
      readonly intervalMs: number;
      readonly withHistograms: boolean;
      readonly series: readonly NotedSeries[];
    }
  | EvalCommand;

interface Block {
  readonly line: number;
  readonly head: string;
  readonly body: readonly string[];
}

/** Reads a test script: blocks of lines, parted by blank lines, that load samples or evaluate an expression. */
export function parseScript(text: string): Command[] {
  return blocks(text).map((block) => {
    if (block.head === 'clear') return { kind: 'clear' };
    if (block.head.startsWith('load')) return parseLoad(block);
    return parseEval(block);
  });
}

const HEAD = /^(?:clear$|load(?:_with_nhcb)?\s+\S+$|eval(?:_\w+)?\s+(?:instant|range)\s)/;

function blocks(text: string): Block[] {
  const result: { line: number; head: string; body: string[] }[] = [];
  let open = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) open = false;
    else if (!open || HEAD.test(line)) {
      result.push({ line: index + 1, head: line, body: [] });
      open = true;
    } else result.at(-1)?.body.push(line);
  }
  return result;
}

function parseLoad({ head, body }: Block): Command {
  const [, suffix, interval = ''] = /^load(_with_nhcb)?\s+(\S+)$/.exec(head) ?? [];
  const series = body.filter((line) => !/^\S+(?:\{[^}]*\})?@st\b/.test(line)).map(parseNotedSeries);
  return { kind: 'load', intervalMs: parseDuration(interval), withHistograms: suffix !== undefined, series };
}

const INSTANT = /^eval(?:_(fail|warn|info|ordered))?\s+instant\s+(?:at\s+(\S+)\s+)?(.+)$/;
const RANGE = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(.+)$/;

function parseEval(block: Block): EvalCommand {
  const { head, line } = block;
  const range = RANGE.exec(head);
  if (range !== null) {
    const [, flag, from = '', to = '', step = '', expr = ''] = range;
    const grid = { startMs: parseTime(from), endMs: parseTime(to), stepMs: parseDuration(step) };
    return { kind: 'eval', mode: 'range', line, expr, ...grid, ...parseExpectations(block.body, flag) };
  }
  const [, flag, at = '0', expr] = INSTANT.exec(head) ?? [];
  if (expr === undefined) throw new Error(`line ${line}: expected clear, load or eval, got "${head}"`);
  const atMs = parseTime(at);
  const grid = { startMs: atMs, endMs: atMs, stepMs: 1 };
  return { kind: 'eval', mode: 'instant', line, expr, ...grid, ...parseExpectations(block.body, flag) };
}

function parseTime(text: string): number {
  return text.startsWith('-') ? -parseDuration(text.slice(1)) : parseDuration(text);
}

type Expectations = Pick<EvalCommand, 'series' | 'scalar' | 'string' | 'rangeVector' | 'ordered' | 'remarks'>;

function parseExpectations(body: readonly string[], flag: string | undefined): Expectations {
  const lines = body.filter((line) => !line.startsWith('expect'));
  const scalar = lines.length === 1 ? toNumber(lines[0] ?? '') : undefined;
  const remarks = body.flatMap(parseRemark);
  const flagged = flag === 'fail' || flag === 'warn' || flag === 'info';
  if (flagged && !remarks.some(({ kind }) => kind === flag)) remarks.push({ kind: flag, matches: () => true });
  const vector = /^expect range vector from (\S+) to (\S+) step (\S+)$/m.exec(body.join('\n'));
  return {
    scalar,
    remarks,
    series: scalar === undefined ? lines.map(parseNotedSeries) : [],
    string: parseString(/^expect string (.+)$/m.exec(body.join('\n'))?.[1]),
    ordered: flag === 'ordered' || body.includes('expect ordered'),
    rangeVector:
      vector === null
        ? undefined
        : {
            startMs: parseTime(vector[1] ?? ''),
            endMs: parseTime(vector[2] ?? ''),
            stepMs: parseDuration(vector[3] ?? ''),
          },
  };
}

function toNumber(text: string): number | undefined {
  const normal = text.replace(/^([+-]?)inf$/i, '$1Infinity');
  if (/^nan$/i.test(text)) return NaN;
  return normal !== '' && !Number.isNaN(Number(normal)) ? Number(normal) : undefined;
}

function parseRemark(line: string): Remark[] {
  const [, kind, form, text = ''] =
    /^expect (fail|warn|info|no_warn|no_info)(?:\s+(msg|regex):\s*(.*))?$/.exec(line) ?? [];
  const old = /^expected_fail_(message|regexp)\s+(.*)$/.exec(line);
  if (old !== null) return [{ kind: 'fail', matches: matching(old[1] === 'message' ? 'msg' : 'regex', old[2] ?? '') }];
  return kind === undefined ? [] : [{ kind: kind as Remark['kind'], matches: matching(form, text) }];
}

function matching(form: string | undefined, text: string): (message: string) => boolean {
  if (form === undefined) return () => true;
  return form === 'msg' ? (message) => message === text : (message) => new RegExp(text).test(message);
}

function parseString(literal: string | undefined): string | undefined {
  if (literal === undefined) return undefined;
  return parseLabels(`x{v=${literal}}`).get('v');
}
