import type { ConfigNode } from '@firedrill/config-file';
import { DISCOVERY_SHAPE } from './discovery-shapes';
import { checkHttpClient, HTTP_CLIENT_SHAPE } from './http-client-shape';
import { relabelRules } from './relabel-rule';
import {
  boolean,
  byteSize,
  duration,
  listOf,
  mapOf,
  number,
  oneOf,
  recordOf,
  text,
  textOf,
  textsOf,
  unsignedInteger,
  unsupported,
  unsupportedFlag,
  type Check,
  type MapShape,
} from './yaml-shape';

export const SCRAPE_PROTOCOLS = [
  'OpenMetricsText0.0.1',
  'OpenMetricsText1.0.0',
  'PrometheusProto',
  'PrometheusText0.0.4',
  'PrometheusText1.0.0',
] as const;

/** Keys that `global` and a scrape job share. */
export const SCRAPE_DEFAULTS_SHAPE: MapShape = {
  scrape_interval: duration,
  scrape_timeout: duration,
  scrape_protocols: listOf(oneOf(SCRAPE_PROTOCOLS)),
  scrape_failure_log_file: unsupported(text),
  scrape_native_histograms: unsupportedFlag,
  convert_classic_histograms_to_nhcb: unsupportedFlag,
  always_scrape_classic_histograms: unsupportedFlag,
  extra_scrape_metrics: unsupportedFlag,
  body_size_limit: byteSize,
  sample_limit: unsignedInteger,
  target_limit: unsignedInteger,
  label_limit: unsignedInteger,
  label_name_length_limit: unsignedInteger,
  label_value_length_limit: unsignedInteger,
  keep_dropped_targets: unsignedInteger,
  metric_name_validation_scheme: oneOf(['', 'utf8', 'legacy']),
  metric_name_escaping_scheme: text,
};

/** What Prometheus refuses in a list of scrape protocols. */
export function checkProtocols(node: ConfigNode, where: string): void {
  const list = node.get('scrape_protocols');
  if (list?.kind !== 'list') return;
  const names = textsOf(list);
  if (names.length === 0) list.report('error', `scrape_protocols of ${where} must not be empty`);
  if (new Set(names).size < names.length) list.report('error', 'a protocol is named twice');
}

/** Checks one scrape job; `legacyNames` when the file asks for the old rule of label names. */
export function scrapeJob(legacyNames: boolean): Check {
  return mapOf(
    {
      ...SCRAPE_DEFAULTS_SHAPE,
      ...HTTP_CLIENT_SHAPE,
      ...DISCOVERY_SHAPE,
      job_name: text,
      metrics_path: text,
      scheme: text,
      params: recordOf(listOf(text)),
      honor_labels: boolean,
      honor_timestamps: boolean,
      track_timestamps_staleness: boolean,
      fallback_scrape_protocol: oneOf(SCRAPE_PROTOCOLS),
      enable_compression: boolean,
      native_histogram_bucket_limit: unsupported(unsignedInteger),
      native_histogram_min_bucket_factor: unsupported(number),
      relabel_configs: relabelRules('target', legacyNames),
      metric_relabel_configs: relabelRules('metric', legacyNames),
    },
    (job) => {
      if ((textOf(job.get('job_name')) ?? '') === '') (job.get('job_name') ?? job).report('error', 'job_name is empty');
      checkProtocols(job, `job ${JSON.stringify(textOf(job.get('job_name')))}`);
      checkHttpClient(job);
    },
  );
}
