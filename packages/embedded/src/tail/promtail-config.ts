import { readConfigFile, type ConfigNode, type Problem } from '@firedrill/config-file';
import { readRelabelRules, relabelRules, type RelabelRule } from '../scrape/config/relabel-rule';
import {
  anything,
  boolean,
  booleanOf,
  byteSize,
  duration,
  integer,
  listOf,
  mapOf,
  number,
  recordOf,
  text,
  textMapOf,
  textOf,
  textsOf,
  unsupported,
  unsupportedFlag,
  url,
  type Check,
} from '../scrape/config/yaml-shape';
import { parseByteSize } from '../scrape/config/byte-size';
import { createPipeline, checkPipeline } from './pipeline';
import type { Stage } from './pipeline-entry';

/** Targets of one `static_configs` item. */
export interface TailStaticConfig {
  readonly addresses: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface TailJob {
  readonly name: string;
  readonly staticConfigs: readonly TailStaticConfig[];
  readonly relabelRules: readonly RelabelRule[];
  /** Makes the job's pipeline; each target has its own. */
  createPipeline(now: () => number): Stage;
}

/** `promtail.yml` as the tailer needs it. */
export interface PromtailConfig {
  readonly jobs: readonly TailJob[];
  /** Labels that the client adds to every stream. */
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Bytes; 0 for no limit. */
  readonly maxLineSize: number;
  readonly truncateLongLines: boolean;
}

const client: Check = mapOf(
  {
    name: text,
    url,
    batchwait: duration,
    batchsize: integer,
    headers: recordOf(text),
    tenant_id: text,
    backoff_config: mapOf({ min_period: duration, max_period: duration, max_retries: integer }),
    external_labels: recordOf(text),
    timeout: duration,
    drop_rate_limited_batches: boolean,
    basic_auth: anything,
    oauth2: anything,
    authorization: anything,
    bearer_token: text,
    bearer_token_file: text,
    proxy_url: url,
    proxy_from_environment: boolean,
    no_proxy: text,
    proxy_connect_header: anything,
    tls_config: anything,
    follow_redirects: boolean,
    enable_http2: boolean,
    http_headers: anything,
    stream_lag_labels: text,
  },
  (node) => {
    const ways = ['basic_auth', 'oauth2', 'bearer_token', 'bearer_token_file'].filter(
      (key) => node.get(key) !== undefined,
    );
    if (ways.length > 1) node.report('error', `only one of ${ways.join(' and ')} may be set`);
    if ((textOf(node.get('url')) ?? '') === '') node.report('error', 'a client needs a url');
  },
);

const OTHER_DISCOVERIES = [
  'file',
  'kubernetes',
  'consul',
  'consulagent',
  'docker',
  'dns',
  'ec2',
  'gce',
  'azure',
  'openstack',
  'triton',
  'marathon',
  'digitalocean',
  'dockerswarm',
  'nerve',
  'serverset',
];
const OTHER_SOURCES = [
  'journal',
  'syslog',
  'gcplog',
  'push',
  'loki_push_api',
  'windows_events',
  'kafka',
  'azure_event_hubs',
  'gelf',
  'cloudflare',
  'heroku_drain',
];

const job: Check = mapOf(
  {
    job_name: text,
    pipeline_stages: (node) => checkPipeline(node),
    static_configs: listOf(mapOf({ targets: listOf(text), labels: recordOf(text) })),
    relabel_configs: relabelRules('target', false),
    decompression: unsupported(
      mapOf({ enabled: boolean, initial_delay: duration, format: text }),
      (node) => booleanOf(node.get('enabled')) === true,
    ),
    encoding: unsupported(text, (node) => !['', 'utf-8', 'utf8'].includes((node.source ?? '').toLowerCase())),
    service_discovery_config: unsupported(anything),
    ...Object.fromEntries(OTHER_DISCOVERIES.map((name) => [`${name}_sd_configs`, unsupported(anything)])),
    ...Object.fromEntries(OTHER_SOURCES.map((name) => [name, unsupported(anything)])),
  },
  (node) => {
    if ((textOf(node.get('job_name')) ?? '') === '')
      (node.get('job_name') ?? node).report('error', 'job_name is empty');
  },
);

const server = mapOf(
  Object.fromEntries(
    [
      'disable',
      'profiling_enabled',
      'health_check_target',
      'reload',
      'register_instrumentation',
      'log_request_headers',
      'http_server_read_timeout',
      'http_server_write_timeout',
      'http_server_idle_timeout',
      'http_listen_address',
      'http_listen_port',
      'http_listen_network',
      'http_listen_conn_limit',
      'http_path_prefix',
      'http_tls_config',
      'grpc_listen_address',
      'grpc_listen_port',
      'grpc_listen_network',
      'grpc_listen_conn_limit',
      'grpc_tls_config',
      'grpc_server_max_recv_msg_size',
      'grpc_server_max_send_msg_size',
      'grpc_server_max_concurrent_streams',
      'graceful_shutdown_timeout',
      'log_format',
      'log_level',
      'log_source_ips_enabled',
      'log_source_ips_header',
      'log_source_ips_regex',
      'external_url',
      'enable_runtime_reload',
    ].map((key) => [key, anything]),
  ),
);

const ROOT: Check = mapOf({
  server,
  positions: mapOf({ filename: text, sync_period: duration, ignore_invalid_yaml: boolean }),
  client,
  clients: listOf(client),
  scrape_configs: listOf(job),
  target_config: mapOf({ sync_period: duration, stdin: unsupportedFlag }),
  limits_config: mapOf({
    readline_rate: number,
    readline_burst: integer,
    readline_rate_enabled: unsupportedFlag,
    readline_rate_drop: boolean,
    max_streams: unsupported(integer, (node) => node.source !== '0'),
    max_line_size: byteSize,
    max_line_size_truncate: boolean,
  }),
  options: mapOf({ stream_lag_labels: text }),
  tracing: mapOf({ enabled: unsupportedFlag }),
  wal: unsupported(
    mapOf({ enabled: boolean, dir: text, max_segment_age: duration, cleaner_config: anything, watch_config: anything }),
    (node) => booleanOf(node.get('enabled')) === true,
  ),
});

/**
 * Reads a configuration file of Promtail. What Promtail refuses at load or at start is an error in `problems`, what it
 * knows and this runtime lacks is unsupported; undefined when there is an error.
 */
export function loadPromtailConfig(file: string, source: string, problems: Problem[]): PromtailConfig | undefined {
  const before = problems.length;
  const root = readConfigFile(file, source, problems);
  if (root !== undefined && root.kind !== 'null') ROOT(root);
  const hasErrors = (): boolean => problems.slice(before).some((problem) => problem.severity === 'error');
  if (!hasErrors()) checkClients(file, root, problems);
  if (root === undefined || hasErrors()) return undefined;
  return {
    jobs: (root.get('scrape_configs')?.items() ?? []).map(readJob),
    externalLabels: textMapOf(clientsOf(root)[0]?.get('external_labels')),
    maxLineSize: parseByteSize(textOf(root.get('limits_config')?.get('max_line_size')) ?? '0') ?? 0,
    truncateLongLines: booleanOf(root.get('limits_config')?.get('max_line_size_truncate')) ?? false,
  };
}

function clientsOf(root: ConfigNode | undefined): ConfigNode[] {
  const single = root?.get('client');
  return [...(root?.get('clients')?.items() ?? []), ...(single?.kind === 'map' ? [single] : [])];
}

function checkClients(file: string, root: ConfigNode | undefined, problems: Problem[]): void {
  const clients = clientsOf(root);
  const message = 'at least one client is needed';
  if (root === undefined || root.kind === 'null')
    problems.push({ severity: 'error', file, line: 1, column: 1, key: 'clients', message });
  else if (clients.length === 0) (root.get('clients') ?? root).report('error', message);
  const names = clients.flatMap((node) => textOf(node.get('name')) ?? []);
  if (new Set(names).size < names.length) root?.get('clients')?.report('error', 'two clients have one name');
  if (clients.length > 1)
    root?.get('clients')?.report('unsupported', 'more than one client is not supported by the embedded runtime');
}

function readJob(node: ConfigNode): TailJob {
  return {
    name: textOf(node.get('job_name')) ?? '',
    staticConfigs: (node.get('static_configs')?.items() ?? []).map((item) => ({
      addresses: textsOf(item.get('targets')),
      labels: textMapOf(item.get('labels')),
    })),
    relabelRules: readRelabelRules(node.get('relabel_configs')),
    createPipeline: (now) => createPipeline(node.get('pipeline_stages'), now),
  };
}
