import { type MetricFamily, metricsText, processMetrics, single } from '../own-metrics/metrics-text';
import type { RequestDurations } from '../own-metrics/request-durations';
import type { PrometheusApiOptions } from './prometheus-api';

/** What Prometheus exposes about itself, as far as this runtime has it, under Prometheus' names. */
export function prometheusMetrics(options: PrometheusApiOptions, requests: RequestDurations): string {
  const { samples, series, dropped, outOfOrder } = options.store.stats();
  return metricsText([
    {
      name: 'prometheus_build_info',
      type: 'gauge',
      help: 'The version whose behaviour this is.',
      samples: [{ labels: { version: '3.14.0', branch: 'HEAD', goversion: '' }, value: 1 }],
    },
    single('prometheus_ready', 'gauge', 'Whether the API answers.', 1),
    single('prometheus_config_last_reload_successful', 'gauge', 'Whether the configuration was good.', 1),
    single('prometheus_tsdb_head_series', 'gauge', 'Series in the store.', series),
    single('prometheus_tsdb_head_chunks', 'gauge', 'Samples in the store, each counted as a chunk.', samples),
    single(
      'prometheus_tsdb_out_of_order_samples_total',
      'counter',
      'Samples refused because a later one is there.',
      outOfOrder,
    ),
    single('firedrill_tsdb_dropped_samples_total', 'counter', 'Samples dropped because the store was full.', dropped),
    ...targetMetrics(options),
    ...ruleMetrics(options),
    single(
      'prometheus_rule_group_iterations_missed_total',
      'counter',
      'Evaluations that came too late.',
      options.rules.missed(),
    ),
    { name: 'prometheus_http_requests_total', type: 'counter', help: 'Requests.', samples: requests.counts() },
    requests.family('prometheus_http_request_duration_seconds', 'How long requests took.'),
    ...processMetrics(),
  ]);
}

function targetMetrics({ scraper }: PrometheusApiOptions): readonly MetricFamily[] {
  const { active } = scraper.targets();
  const counts = new Map<string, number>();
  for (const { target } of active) counts.set(target.job.name, (counts.get(target.job.name) ?? 0) + 1);
  return [
    {
      name: 'prometheus_target_scrape_pool_targets',
      type: 'gauge',
      help: 'Targets of each job.',
      samples: [...counts].map(([scrape_job, value]) => ({ labels: { scrape_job }, value })),
    },
    {
      name: 'prometheus_target_interval_length_seconds',
      type: 'gauge',
      help: 'The interval at which the targets of a job are scraped.',
      samples: [...new Map(active.map(({ target }) => [target.job.name, target.intervalMs]))].map(([job, value]) => ({
        labels: { scrape_job: job },
        value: value / 1000,
      })),
    },
  ];
}

function ruleMetrics({ rules }: PrometheusApiOptions): readonly MetricFamily[] {
  const groups = rules.groups();
  const perGroup = (
    name: string,
    type: 'counter' | 'gauge',
    help: string,
    value: (group: (typeof groups)[number]) => number,
  ): MetricFamily => ({
    name,
    type,
    help,
    samples: groups.map((state) => ({
      labels: { rule_group: `${state.group.file};${state.group.name}` },
      value: value(state),
    })),
  });
  return [
    perGroup('prometheus_rule_group_rules', 'gauge', 'Rules of a group.', ({ rules: list }) => list.length),
    perGroup(
      'prometheus_rule_group_interval_seconds',
      'gauge',
      'The interval of a group.',
      ({ group }) => rules.intervalMs(group) / 1000,
    ),
    perGroup(
      'prometheus_rule_group_last_duration_seconds',
      'gauge',
      'How long the last evaluation took.',
      ({ durationMs }) => durationMs / 1000,
    ),
    perGroup(
      'prometheus_rule_group_last_evaluation_timestamp_seconds',
      'gauge',
      'When the group was evaluated last.',
      ({ evaluatedAtMs = 0 }) => evaluatedAtMs / 1000,
    ),
    perGroup('prometheus_rule_evaluations_total', 'counter', 'Evaluations of rules.', ({ rules: list }) =>
      list.reduce((sum, { evaluations }) => sum + evaluations, 0),
    ),
    perGroup(
      'prometheus_rule_evaluation_failures_total',
      'counter',
      'Evaluations of rules that failed.',
      ({ rules: list }) => list.reduce((sum, { failures }) => sum + failures, 0),
    ),
  ];
}
