import { RE2JS } from 're2js';
import type { Emit, PipelineEntry } from '../pipeline-entry';
import { checkRegex } from './checked-regex';
import { parseGoDuration } from './go-duration';
import { textIn, type StageType } from './stage-shape';

const DEFAULT_WAIT = '3s';
const DEFAULT_LINES = 128;

interface Block {
  readonly first: PipelineEntry;
  lines: string[];
  lastMs: number;
}

/** `multiline`: joins a first line and what follows it, for each stream, until the next first line or a pause. */
export const multiline: StageType = {
  check(node) {
    checkRegex(node, 'firstline');
    const wait = textIn(node, 'max_wait_time') ?? DEFAULT_WAIT;
    if (parseGoDuration(wait) === undefined)
      node.get('max_wait_time')?.report('error', `expected a duration such as 3s, got ${JSON.stringify(wait)}`);
    const lines = node.get('max_lines');
    if (lines !== undefined && lines.kind !== 'null') lines.expect('number');
  },
  create(node, { now }) {
    const firstLine = RE2JS.compile(textIn(node, 'firstline') ?? '');
    const waitMs = parseGoDuration(textIn(node, 'max_wait_time') ?? DEFAULT_WAIT) ?? 0;
    const maxLines = Number(textIn(node, 'max_lines') ?? DEFAULT_LINES);
    const blocks = new Map<string, Block>();
    const release = (block: Block, emit: Emit): void => {
      if (block.lines.length === 0) return;
      const { first } = block;
      emit({
        ...first,
        labels: new Map(first.labels),
        extracted: new Map(first.extracted),
        metadata: new Map(first.metadata),
        line: block.lines.join('\n'),
      });
      block.lines = [];
    };
    return {
      process(entry, emit) {
        const stream = JSON.stringify([...entry.labels].sort());
        let block = blocks.get(stream);
        if (firstLine.test(entry.line)) {
          if (block !== undefined) release(block, emit);
          block = { first: entry, lines: [], lastMs: 0 };
          blocks.set(stream, block);
        }
        if (block === undefined) {
          emit(entry);
          return;
        }
        block.lines.push(entry.line);
        block.lastMs = now();
        if (block.lines.length >= maxLines) release(block, emit);
      },
      flush(nowMs, all, emit) {
        for (const block of blocks.values()) if (all || nowMs - block.lastMs >= waitMs) release(block, emit);
      },
    };
  },
};
