import type { ConfigNode } from '@firedrill/config-file';
import { formatDuration } from '@firedrill/timeseries';
import { parseByteSize } from './byte-size';
import type { GlobalConfig } from './prometheus-config';
import { readRelabelRules, type RelabelRule } from './relabel-rule';
import { booleanOf, countOf, durationOf, textMapOf, textOf, textsOf } from './yaml-shape';

/** Who the scraper says it is; a `…File` is read at each scrape. */
export type ScrapeAuth =
  | {
      readonly kind: 'basic';
      readonly username: string;
      readonly usernameFile?: string;
      readonly password: string;
      readonly passwordFile?: string;
    }
  | {
      readonly kind: 'credentials';
      readonly type: string;
      readonly credentials: string;
      readonly credentialsFile?: string;
    };

export interface StaticTargets {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** One scrape job, its defaults filled in. Times in milliseconds; limits 0 for none. */
export interface ScrapeJob {
  readonly name: string;
  readonly scrapeIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly metricsPath: string;
  readonly scheme: string;
  readonly params: Readonly<Record<string, readonly string[]>>;
  readonly staticConfigs: readonly StaticTargets[];
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  readonly trackTimestampsStaleness: boolean;
  readonly relabelRules: readonly RelabelRule[];
  readonly metricRelabelRules: readonly RelabelRule[];
  readonly auth: ScrapeAuth | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly followRedirects: boolean;
  readonly compression: boolean;
  readonly scrapeProtocols: readonly string[];
  readonly fallbackProtocol: string | undefined;
  readonly bodySizeLimit: number;
  readonly sampleLimit: number;
  readonly targetLimit: number;
  readonly labelLimit: number;
  readonly labelNameLengthLimit: number;
  readonly labelValueLengthLimit: number;
  readonly legacyNames: boolean;
  readonly escapingScheme: string;
}

const DEFAULT_PROTOCOLS = [
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
];

/** Reads a job that its shape has found good; a time-out that is longer than the interval is reported. */
export function readScrapeJob(node: ConfigNode, global: GlobalConfig): ScrapeJob {
  const legacyNames = booleanScheme(node) ?? global.legacyNames;
  const protocols = textsOf(node.get('scrape_protocols'));
  return {
    name: textOf(node.get('job_name')) ?? '',
    ...readTimes(node, global),
    metricsPath: textOf(node.get('metrics_path')) ?? '/metrics',
    scheme: textOf(node.get('scheme')) ?? 'http',
    params: Object.fromEntries((node.get('params')?.entries() ?? []).map(([name, values]) => [name, textsOf(values)])),
    staticConfigs: (node.get('static_configs')?.items() ?? []).map((item) => ({
      targets: textsOf(item.get('targets')),
      labels: textMapOf(item.get('labels')),
    })),
    honorLabels: booleanOf(node.get('honor_labels')) ?? false,
    honorTimestamps: booleanOf(node.get('honor_timestamps')) ?? true,
    trackTimestampsStaleness: booleanOf(node.get('track_timestamps_staleness')) ?? false,
    relabelRules: readRelabelRules(node.get('relabel_configs')),
    metricRelabelRules: readRelabelRules(node.get('metric_relabel_configs')),
    auth: readAuth(node),
    headers: (node.get('http_headers')?.entries() ?? []).flatMap(([name, value]) =>
      textsOf(value.get('values')).map((item) => [name, item] as const),
    ),
    followRedirects: booleanOf(node.get('follow_redirects')) ?? true,
    compression: booleanOf(node.get('enable_compression')) ?? true,
    scrapeProtocols: protocols.length > 0 ? protocols : (global.scrapeProtocols ?? DEFAULT_PROTOCOLS),
    fallbackProtocol: textOf(node.get('fallback_scrape_protocol')),
    ...readLimits(node, global),
    legacyNames,
    escapingScheme:
      textOf(node.get('metric_name_escaping_scheme')) ??
      global.escapingScheme ??
      (legacyNames ? 'underscores' : 'allow-utf-8'),
  };
}

function booleanScheme(node: ConfigNode): boolean | undefined {
  const scheme = textOf(node.get('metric_name_validation_scheme'));
  return scheme === undefined || scheme === '' ? undefined : scheme === 'legacy';
}

function readTimes(node: ConfigNode, global: GlobalConfig): Pick<ScrapeJob, 'scrapeIntervalMs' | 'scrapeTimeoutMs'> {
  const interval = durationOf(node.get('scrape_interval')) ?? 0;
  const scrapeIntervalMs = interval === 0 ? global.scrapeIntervalMs : interval;
  const timeout = durationOf(node.get('scrape_timeout')) ?? 0;
  if (timeout > scrapeIntervalMs) {
    node
      .get('scrape_timeout')
      ?.report('error', `scrape_timeout is longer than scrape_interval (${formatDuration(scrapeIntervalMs)})`);
  }
  return {
    scrapeIntervalMs,
    scrapeTimeoutMs: timeout === 0 ? Math.min(global.scrapeTimeoutMs, scrapeIntervalMs) : timeout,
  };
}

function readLimits(
  node: ConfigNode,
  global: GlobalConfig,
): Pick<
  ScrapeJob,
  'bodySizeLimit' | 'sampleLimit' | 'targetLimit' | 'labelLimit' | 'labelNameLengthLimit' | 'labelValueLengthLimit'
> {
  const limit = (key: string, standard: number): number => countOf(node.get(key)) ?? standard;
  const bodySize = textOf(node.get('body_size_limit'));
  return {
    bodySizeLimit: bodySize === undefined ? global.bodySizeLimit : (parseByteSize(bodySize) ?? 0),
    sampleLimit: limit('sample_limit', global.sampleLimit),
    targetLimit: limit('target_limit', global.targetLimit),
    labelLimit: limit('label_limit', global.labelLimit),
    labelNameLengthLimit: limit('label_name_length_limit', global.labelNameLengthLimit),
    labelValueLengthLimit: limit('label_value_length_limit', global.labelValueLengthLimit),
  };
}

function readAuth(node: ConfigNode): ScrapeAuth | undefined {
  const basic = node.get('basic_auth');
  if (basic?.kind === 'map') {
    const usernameFile = textOf(basic.get('username_file'));
    const passwordFile = textOf(basic.get('password_file'));
    return {
      kind: 'basic',
      username: textOf(basic.get('username')) ?? '',
      password: textOf(basic.get('password')) ?? '',
      ...(usernameFile !== undefined && { usernameFile }),
      ...(passwordFile !== undefined && { passwordFile }),
    };
  }
  const authorization = node.get('authorization');
  const credentialsFile = textOf(authorization?.get('credentials_file')) ?? textOf(node.get('bearer_token_file'));
  const credentials = textOf(authorization?.get('credentials')) ?? textOf(node.get('bearer_token'));
  if (credentials === undefined && credentialsFile === undefined) return undefined;
  const type = (textOf(authorization?.get('type')) ?? '').trim();
  return {
    kind: 'credentials',
    type: type === '' ? 'Bearer' : type,
    credentials: credentials ?? '',
    ...(credentialsFile !== undefined && { credentialsFile }),
  };
}
