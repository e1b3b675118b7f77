import { instantQuery } from '@firedrill/promql';
import {
  evaluateGroup,
  newGroupState,
  type GroupState,
  type RuleGroup,
  type RuleQuery,
  type SampleSink,
} from '@firedrill/prometheus-rules';
import type { Labels, MetricStore, SeriesHandle } from '@firedrill/timeseries';
import type { GlobalConfig } from '../scrape/config/prometheus-config';
import { nextAtOffset } from '../scrape/interval-offset';
import type { MetricAppender } from '../scrape/target-scraper';

export interface RuleEvaluatorOptions {
  readonly groups: readonly RuleGroup[];
  readonly global: Pick<GlobalConfig, 'evaluationIntervalMs' | 'externalLabels' | 'ruleQueryOffsetMs'>;
  readonly source: MetricStore;
  /** Where the samples of the rules go. */
  readonly store: MetricAppender;
  /** Without a slash at the end. */
  readonly externalUrl: string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Evaluates the groups of Prometheus' rule files. */
export interface RuleEvaluator {
  start(): void;
  stop(): void;
  /** Evaluates all groups at one time, whatever their interval. */
  evaluate(atMs: number): void;
  /** The groups with the states of their rules, by file and name. */
  groups(): readonly GroupState[];
  intervalMs(group: RuleGroup): number;
  /** Evaluations that were missed since the start, because another took too long. */
  missed(): number;
}

/** Each group is evaluated at its own interval and at its own offset within it, as in Prometheus. */
export function createRuleEvaluator(options: RuleEvaluatorOptions): RuleEvaluator {
  const { global, now } = options;
  const states = new Map(sortedGroups(options.groups).map((group) => [group, newGroupState(group)]));
  const timers = new Map<RuleGroup, NodeJS.Timeout>();
  const evaluateAt = groupEvaluator(options);
  const intervalMs = (group: RuleGroup): number => group.intervalMs ?? global.evaluationIntervalMs;
  let missed = 0;
  const evaluateOne = (group: RuleGroup, atMs: number): void => {
    states.set(group, evaluateAt(states.get(group) ?? newGroupState(group), atMs));
  };
  const schedule = (group: RuleGroup, afterMs: number): void => {
    const plannedMs = nextAtOffset(`${group.file};${group.name}`, intervalMs(group), afterMs);
    const run = (): void => {
      evaluateOne(group, plannedMs);
      const endMs = now();
      missed += Math.max(0, Math.floor((endMs - plannedMs) / intervalMs(group)));
      schedule(group, Math.max(plannedMs, endMs));
    };
    timers.set(group, setTimeout(run, Math.max(0, plannedMs - now())));
  };
  return {
    start() {
      for (const group of states.keys()) schedule(group, now());
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
    evaluate(atMs) {
      for (const group of states.keys()) evaluateOne(group, atMs);
    },
    groups: () => [...states.values()],
    intervalMs,
    missed: () => missed,
  };
}

function groupEvaluator(options: RuleEvaluatorOptions): (state: GroupState, atMs: number) => GroupState {
  const { global, source, store, externalUrl, now } = options;
  const sink = handleSink(store);
  const query: RuleQuery = (text, atMs) =>
    instantQuery(text, { atMs, source, subqueryStepMs: global.evaluationIntervalMs });
  const { externalLabels, ruleQueryOffsetMs: queryOffsetMs } = global;
  return (state, atMs) =>
    evaluateGroup(state, { atMs, query, sink, queryOffsetMs, externalLabels, externalUrl, clock: now });
}

/** Looks a series up once for as long as it lives. */
function handleSink(store: MetricAppender): SampleSink {
  const handles = new Map<string, SeriesHandle>();
  const handleOf = (labels: Labels): SeriesHandle => {
    let handle = handles.get(labels.key);
    if (handle === undefined) handles.set(labels.key, (handle = store.handle(labels)));
    return handle;
  };
  return {
    append: (labels, timestampMs, value) => void handleOf(labels).append(timestampMs, value),
    appendStale(labels, timestampMs) {
      handleOf(labels).appendStale(timestampMs);
      handles.delete(labels.key);
    },
  };
}

function sortedGroups(groups: readonly RuleGroup[]): readonly RuleGroup[] {
  const key = ({ file, name }: RuleGroup): string => `${file}\u0000${name}`;
  return [...groups].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}
