import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instantQuery, parse } from '@firedrill/promql';
import { positionAt, type QueryError } from '@firedrill/query-core';
import { MetricStore } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';

const FILE = 'prometheus/promql-invalid.json';

interface InvalidCase {
  readonly name: string;
  readonly query: string;
  readonly expect: {
    readonly accept: boolean;
    readonly line?: number;
    readonly col?: number;
    readonly parseAccept: boolean;
    readonly error?: string;
  };
}

/** Queries that are mostly wrong: the verdict, and line and column where they were recorded. */
export const area: Area = {
  name: 'promql-invalid',
  files: [FILE],
  run: (folder) => {
    const { cases } = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as { cases: readonly InvalidCase[] };
    return Promise.resolve(cases.map(runCase));
  },
};

function runCase({ name, query, expect }: InvalidCase): CaseResult {
  const source = new MetricStore({ retentionMs: 3_600_000, maxSamples: 1000 });
  const parsed = parse(query);
  const result = instantQuery(query, { atMs: 0, source });
  const error = result.ok ? undefined : result.error;
  const actual = describe(result.ok, parsed.ok, placeOf(query, error), expect.line !== undefined);
  const place = `${expect.line ?? 0}:${expect.col ?? 0}`;
  const expected = describe(expect.accept, expect.parseAccept, place, expect.line !== undefined);
  if (actual === expected) return { name, outcome: 'passed' };
  return {
    name,
    outcome: 'failed',
    expected: `${expected} ${expect.error ?? ''} for ${query}`,
    actual: `${actual} ${error?.message ?? ''}`,
  };
}

function describe(accepted: boolean, parsed: boolean, place: string, withPlace: boolean): string {
  const verdict = `${accepted ? 'accepted' : 'refused'}, ${parsed ? 'parses' : 'does not parse'}`;
  return withPlace ? `${verdict}, at ${place}` : verdict;
}

/** Prometheus counts columns in bytes. */
function placeOf(query: string, error: QueryError | undefined): string {
  if (error?.span === undefined) return '0:0';
  const { line } = positionAt(query, error.span.start);
  const before = query.slice(0, error.span.start);
  return `${line}:${Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1)) + 1}`;
}
