import { MetricStore, type Labels } from '@firedrill/timeseries';
import { instantQuery, rangeQuery, type QueryOptions } from '../query';
import type { QueryResult } from '../query-result';
import { compareResult } from './compare-result';
import { parseScript, type Command, type EvalCommand } from './parse-script';
import { repeatsOf } from './repeats';

export interface EvalOutcome {
  /** The eval's line in the script, from 1. */
  readonly line: number;
  readonly expr: string;
  /** What is wrong with the result; undefined when the eval passed. */
  readonly failure: string | undefined;
  /** The label sets loaded so far whose samples are native histograms; those samples are left out of the store. */
  readonly nativeHistograms: readonly Labels[];
  readonly expectsHistogram: boolean;
}

/**
 * Runs a test script: each `eval` is one outcome, and an instant eval is repeated in other ways that must give the same.
 * Metric names are dropped at the end of a query, as in promqltest.
 */
export function runScript(text: string): EvalOutcome[] {
  const run = new ScriptRun();
  return parseScript(text).flatMap((command) => run.execute(command));
}

class ScriptRun {
  #store = emptyStore();
  #nativeHistograms: Labels[] = [];

  execute(command: Command): EvalOutcome[] {
    switch (command.kind) {
      case 'clear':
        this.#store = emptyStore();
        this.#nativeHistograms = [];
        return [];
      case 'load':
        this.#load(command);
        return [];
      case 'eval':
        return [this.#evaluate(command)];
    }
  }

  #load({ series, intervalMs, withHistograms }: Extract<Command, { kind: 'load' }>): void {
    // A series named twice in one load has the samples of the second.
    const byLabels = new Map(series.map((noted) => [noted.labels.key, noted]));
    for (const { labels, points } of byLabels.values()) {
      if (points.includes('histogram')) this.#nativeHistograms.push(labels);
      if (withHistograms) this.#nativeHistograms.push(...convertedName(labels));
      for (const [index, point] of points.entries()) {
        if (point === 'stale') this.#store.appendStale(labels, index * intervalMs);
        else if (typeof point === 'number') this.#store.append(labels, index * intervalMs, point);
      }
    }
  }

  #evaluate(command: EvalCommand): EvalOutcome {
    const failure = compareResult(command, evaluateCommand(command, this.#store)) ?? failedRepeat(command, this.#store);
    const expectsHistogram = command.series.some(({ points }) => points.includes('histogram'));
    const { line, expr } = command;
    return { line, expr, failure, nativeHistograms: [...this.#nativeHistograms], expectsHistogram };
  }
}

function evaluateCommand({ mode, expr, startMs, endMs, stepMs }: EvalCommand, source: MetricStore): QueryResult {
  const options = optionsOf(source);
  if (mode === 'instant') return instantQuery(expr, { ...options, atMs: startMs });
  return rangeQuery(expr, { ...options, startMs, endMs, stepMs });
}

/** What differs when the same is asked for in another way; remarks carry places in the text and are not compared. */
function failedRepeat(command: EvalCommand, source: MetricStore): string | undefined {
  for (const { way, evaluate } of repeatsOf(command)) {
    const failure = compareResult({ ...command, remarks: [] }, evaluate(optionsOf(source)));
    if (failure !== undefined) return `${way}: ${failure}`;
  }
  return undefined;
}

function optionsOf(source: MetricStore): QueryOptions {
  return { source, delayedNameRemoval: true };
}

function emptyStore(): MetricStore {
  return new MetricStore({ retentionMs: Infinity, maxSamples: Infinity });
}

/** `load_with_nhcb` makes a native histogram of the buckets, under the name without the suffix. */
function convertedName(labels: Labels): Labels[] {
  const base = /^(.*)_bucket$/.exec(labels.get('__name__'))?.[1];
  return base === undefined ? [] : [labels.drop(['le']).with('__name__', base)];
}
