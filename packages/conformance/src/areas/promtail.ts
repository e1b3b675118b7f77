import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatProblem, type Problem } from '@firedrill/config-file';
import { loadPromtailConfig } from '@firedrill/embedded';
import { parse } from 'yaml';
import type { Area, CaseResult } from '../area';
import { PromtailRun, type PromtailStep } from './promtail-run';
import { compareCase, readCases, runCases } from './recorded-cases';

interface RecordedEntry {
  readonly line?: string;
  readonly lineBase64?: string;
  readonly ts?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

interface PromtailCase {
  readonly name: string;
  readonly config: string;
  readonly steps: readonly PromtailStep[];
  readonly timestamps?: boolean;
  readonly expect: {
    readonly streams: readonly {
      readonly labels: Readonly<Record<string, string>>;
      readonly entries: readonly RecordedEntry[];
    }[];
    readonly positionsFile?: string;
  };
}

const FILES = ['stages', 'tail', 'lines', 'files', 'relabel'];
/** Cases wait for files and timers more than they compute. */
const CONCURRENCY = 12;

/** Files written, renamed, truncated and deleted under a running tailer, and lines through its stages. */
export const area: Area = {
  name: 'promtail',
  files: FILES.map((name) => `promtail/${name}.json`),
  run(folder) {
    const cases = FILES.map((name) => join(folder, 'promtail', `${name}.json`)).filter((path) => existsSync(path));
    return runCases(
      cases.flatMap((path) => [...readCases<PromtailCase>(path)]),
      CONCURRENCY,
      runCase,
    );
  },
};

async function runCase(recorded: PromtailCase): Promise<CaseResult> {
  const folder = await mkdtemp(join(tmpdir(), 'promtail-case-'));
  try {
    const problems: Problem[] = [];
    const yaml = recorded.config
      .replaceAll('{{DIR}}', folder)
      .replaceAll('{{URL}}', 'http://loki:3100/loki/api/v1/push');
    const config = loadPromtailConfig('promtail.yml', yaml, problems);
    const refusals = problems.filter(({ severity }) => severity !== 'warning');
    if (config === undefined || refusals.length > 0) return refused(recorded, refusals);
    const run = new PromtailRun(folder, config);
    await run.perform(recorded.steps);
    const actual = {
      streams: run.streams(recorded.timestamps === true),
      positions: await positionsIn(join(folder, 'positions.yaml'), recorded),
    };
    return compareCase(recorded.name, expectedOf(recorded, folder), actual);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function refused({ name }: PromtailCase, refusals: readonly Problem[]): CaseResult {
  if (refusals.every(({ severity }) => severity === 'unsupported')) return { name, outcome: 'notSupported' };
  return { name, outcome: 'failed', expected: 'accepted', actual: refusals.map(formatProblem).join('\n') };
}

function expectedOf({ expect, timestamps }: PromtailCase, folder: string): unknown {
  const text = (value: string): string => value.replaceAll('{{DIR}}', folder);
  const streams = expect.streams.map(({ labels, entries }) => ({
    labels: JSON.parse(text(JSON.stringify(labels))) as unknown,
    entries: entries.map(({ line, lineBase64, ts, metadata }) => ({
      line: text(line ?? Buffer.from(lineBase64 ?? '', 'base64').toString('utf8')),
      ...(timestamps === true && { ts }),
      ...(metadata && { metadata }),
    })),
  }));
  const byLabels = streams.sort((left, right) => (JSON.stringify(left.labels) < JSON.stringify(right.labels) ? -1 : 1));
  return {
    streams: byLabels,
    positions: expect.positionsFile === undefined ? undefined : readPositions(text(expect.positionsFile)),
  };
}

async function positionsIn(file: string, { expect }: PromtailCase): Promise<unknown> {
  if (expect.positionsFile === undefined) return undefined;
  return readPositions(existsSync(file) ? await readFile(file, 'utf8') : '');
}

/** Offsets by path; the text as it is when it is no YAML. */
function readPositions(text: string): unknown {
  try {
    const { positions } = (parse(text) ?? {}) as { readonly positions?: Readonly<Record<string, unknown>> };
    return Object.fromEntries(Object.entries(positions ?? {}).map(([path, offset]) => [path, String(offset)]));
  } catch {
    return text;
  }
}
