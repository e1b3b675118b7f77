import { readConfigFile, type ConfigNode, type Problem } from '@firedrill/config-file';
import { formatDuration } from '@firedrill/timeseries';
import { parseByteSize } from './byte-size';
import { OTHER_SECTIONS } from './other-section-shapes';
import { checkProtocols, SCRAPE_DEFAULTS_SHAPE, scrapeJob } from './scrape-job-shape';
import { readScrapeJob, type ScrapeJob } from './scrape-job';
import {
  countOf,
  duration,
  durationOf,
  listOf,
  mapOf,
  recordOf,
  text,
  textMapOf,
  textOf,
  textsOf,
  unsupported,
} from './yaml-shape';

/** What `global` sets for every job. Times in milliseconds; limits in bytes or counts, 0 is none. */
export interface GlobalConfig {
  readonly scrapeIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly evaluationIntervalMs: number;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly ruleQueryOffsetMs: number;
  readonly scrapeProtocols: readonly string[] | undefined;
  readonly bodySizeLimit: number;
  readonly sampleLimit: number;
  readonly targetLimit: number;
  readonly labelLimit: number;
  readonly labelNameLengthLimit: number;
  readonly labelValueLengthLimit: number;
  readonly legacyNames: boolean;
  readonly escapingScheme: string | undefined;
}

/** `prometheus.yml` as the scraper needs it. */
export interface PrometheusConfig {
  readonly global: GlobalConfig;
  readonly jobs: readonly ScrapeJob[];
  /** Paths and patterns of rule files, relative to the folder of the configuration file. */
  readonly ruleFiles: readonly string[];
  /** Addresses of the Alertmanagers that the file names; nothing is sent to them. */
  readonly alertmanagers: readonly string[];
  /** The file's text, for /api/v1/status/config. */
  readonly text: string;
}

const DEFAULT_INTERVAL_MS = 60_000;
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Reads a configuration file of Prometheus. What Prometheus refuses is an error in `problems`, what it knows and this
 * runtime lacks is unsupported; undefined when there is an error.
 */
export function loadPrometheusConfig(file: string, source: string, problems: Problem[]): PrometheusConfig | undefined {
  const before = problems.length;
  const root = readConfigFile(file, source, problems);
  if (root !== undefined && root.kind !== 'null') checkRoot(root);
  if (problems.slice(before).some((problem) => problem.severity === 'error')) return undefined;
  const global = readGlobal(root?.get('global'));
  const jobs = (root?.get('scrape_configs')?.items() ?? []).map((node) => readScrapeJob(node, global));
  if (problems.slice(before).some((problem) => problem.severity === 'error')) return undefined;
  const ruleFiles = textsOf(root?.get('rule_files'));
  return { global, jobs, ruleFiles, alertmanagers: readAlertmanagers(root?.get('alerting')), text: source };
}

function readAlertmanagers(alerting: ConfigNode | undefined): string[] {
  return (alerting?.get('alertmanagers')?.items() ?? []).flatMap((node) => {
    const scheme = textOf(node.get('scheme')) ?? 'http';
    const prefix = (textOf(node.get('path_prefix')) ?? '').replace(/^\/?|\/+$/g, '/').replace(/^\/$/, '');
    const addresses = (node.get('static_configs')?.items() ?? []).flatMap((group) => textsOf(group.get('targets')));
    return addresses.map((address) => `${scheme}://${address}${prefix.replace(/\/$/, '')}/api/v2/alerts`);
  });
}

const GLOBAL = mapOf(
  {
    ...SCRAPE_DEFAULTS_SHAPE,
    evaluation_interval: duration,
    rule_query_offset: duration,
    external_labels: recordOf(text),
    query_log_file: unsupported(text),
  },
  (node) => {
    checkProtocols(node, 'global');
    checkGlobalTimes(node);
    if (textOf(node.get('metric_name_validation_scheme')) !== 'legacy') return;
    for (const [name, value] of node.get('external_labels')?.entries() ?? []) {
      if (!/^[a-zA-Z_]\w*$/.test(name))
        value.report('error', `expected a label name of letters, digits and _, got ${JSON.stringify(name)}`);
    }
  },
);

function checkRoot(root: ConfigNode): void {
  const legacy = textOf(root.get('global')?.get('metric_name_validation_scheme')) === 'legacy';
  const isFilled = (node: ConfigNode): boolean => node.items().length > 0;
  mapOf({
    ...OTHER_SECTIONS,
    global: GLOBAL,
    scrape_configs: listOf(scrapeJob(legacy), 'empty or null scrape config section'),
    rule_files: listOf(text),
    scrape_config_files: unsupported(listOf(text), isFilled),
  })(root);
  checkJobNames(root.get('scrape_configs')?.items() ?? []);
}

function checkJobNames(jobs: readonly ConfigNode[]): void {
  const seen = new Set<string>();
  for (const job of jobs) {
    const name = textOf(job.get('job_name'));
    if (name === undefined) continue;
    if (seen.has(name)) job.get('job_name')?.report('error', `two jobs are named ${JSON.stringify(name)}`);
    seen.add(name);
  }
}

function checkGlobalTimes(node: ConfigNode): void {
  const interval = durationOf(node.get('scrape_interval')) ?? 0;
  const timeout = durationOf(node.get('scrape_timeout'));
  const effective = interval === 0 ? DEFAULT_INTERVAL_MS : interval;
  if (timeout !== undefined && timeout > effective) {
    node
      .get('scrape_timeout')
      ?.report('error', `scrape_timeout is longer than scrape_interval (${formatDuration(effective)})`);
  }
}

function readGlobal(node: ConfigNode | undefined): GlobalConfig {
  const interval = durationOf(node?.get('scrape_interval')) ?? 0;
  const scrapeIntervalMs = interval === 0 ? DEFAULT_INTERVAL_MS : interval;
  const timeout = durationOf(node?.get('scrape_timeout')) ?? 0;
  const evaluation = durationOf(node?.get('evaluation_interval')) ?? 0;
  const protocols = textsOf(node?.get('scrape_protocols'));
  return {
    scrapeIntervalMs,
    scrapeTimeoutMs: timeout === 0 ? Math.min(DEFAULT_TIMEOUT_MS, scrapeIntervalMs) : timeout,
    evaluationIntervalMs: evaluation === 0 ? DEFAULT_INTERVAL_MS : evaluation,
    externalLabels: textMapOf(node?.get('external_labels')),
    ruleQueryOffsetMs: durationOf(node?.get('rule_query_offset')) ?? 0,
    scrapeProtocols: protocols.length === 0 ? undefined : protocols,
    bodySizeLimit: parseByteSize(textOf(node?.get('body_size_limit')) ?? '0') ?? 0,
    sampleLimit: countOf(node?.get('sample_limit')) ?? 0,
    targetLimit: countOf(node?.get('target_limit')) ?? 0,
    labelLimit: countOf(node?.get('label_limit')) ?? 0,
    labelNameLengthLimit: countOf(node?.get('label_name_length_limit')) ?? 0,
    labelValueLengthLimit: countOf(node?.get('label_value_length_limit')) ?? 0,
    legacyNames: textOf(node?.get('metric_name_validation_scheme')) === 'legacy',
    escapingScheme: textOf(node?.get('metric_name_escaping_scheme')),
  };
}
