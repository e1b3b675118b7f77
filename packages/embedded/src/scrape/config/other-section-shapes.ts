import type { ConfigNode } from '@firedrill/config-file';
import { DISCOVERY_SHAPE } from './discovery-shapes';
import { checkHttpClient, HTTP_CLIENT_SHAPE } from './http-client-shape';
import { relabelRules } from './relabel-rule';
import {
  anything,
  boolean,
  duration,
  integer,
  listOf,
  mapOf,
  number,
  oneOf,
  recordOf,
  text,
  textOf,
  textsOf,
  unsupported,
  url,
  type MapShape,
} from './yaml-shape';

const RESERVED_HEADERS: Readonly<Record<string, string>> = {
  authorization: 'use basic_auth or authorization',
  host: 'it is set by the client',
  'content-encoding': 'it is set by the client',
  'content-length': 'it is set by the client',
  'content-type': 'it is set by the client',
  'user-agent': 'it is set by the client',
  'x-prometheus-remote-write-version': 'it is set by the client',
  'x-prometheus-remote-read-version': 'it is set by the client',
};

const headers = recordOf(text, (name, node) => {
  const reason = RESERVED_HEADERS[name.toLowerCase()];
  if (reason !== undefined) node.report('error', `header ${JSON.stringify(name)} must not be set here: ${reason}`);
});

const alertmanager = mapOf(
  {
    ...HTTP_CLIENT_SHAPE,
    ...DISCOVERY_SHAPE,
    scheme: text,
    path_prefix: text,
    timeout: duration,
    api_version: oneOf(['v2']),
    sigv4: anything,
    relabel_configs: relabelRules('Alertmanager target', false),
    alert_relabel_configs: relabelRules('Alertmanager alert', false),
  },
  checkHttpClient,
);

const ALERTING: MapShape = {
  alert_relabel_configs: relabelRules('alert', false),
  alertmanagers: listOf(alertmanager, 'empty or null Alertmanager section'),
};

const queue = mapOf({
  capacity: integer,
  max_shards: integer,
  min_shards: integer,
  max_samples_per_send: integer,
  batch_send_deadline: duration,
  min_backoff: duration,
  max_backoff: duration,
  retry_on_http_429: boolean,
  sample_age_limit: duration,
});

function needsUrl(section: string): (node: ConfigNode) => void {
  return (node) => {
    if ((textOf(node.get('url')) ?? '') === '') node.report('error', `${section} needs a url`);
    checkHttpClient(node);
  };
}

const remoteWrite = mapOf(
  {
    ...HTTP_CLIENT_SHAPE,
    url,
    remote_timeout: duration,
    headers,
    write_relabel_configs: relabelRules('remote write', false),
    name: text,
    send_exemplars: boolean,
    send_native_histograms: boolean,
    round_robin_dns: boolean,
    protobuf_message: oneOf(['prometheus.WriteRequest', 'io.prometheus.write.v2.Request']),
    queue_config: queue,
    metadata_config: mapOf({ send: boolean, send_interval: duration, max_samples_per_send: integer }),
    sigv4: anything,
    azuread: anything,
    google_iam: anything,
  },
  needsUrl('remote_write'),
);

const remoteRead = mapOf(
  {
    ...HTTP_CLIENT_SHAPE,
    url,
    remote_timeout: duration,
    headers,
    chunked_read_limit: integer,
    read_recent: boolean,
    required_matchers: recordOf(text),
    name: text,
    filter_external_labels: boolean,
  },
  needsUrl('remote_read'),
);

const tracing = mapOf(
  {
    client_type: oneOf(['http', 'grpc']),
    endpoint: text,
    sampling_fraction: number,
    insecure: boolean,
    tls_config: anything,
    headers,
    compression: oneOf(['gzip']),
    timeout: duration,
    http_headers: anything,
  },
  (node) => {
    if ((textOf(node.get('endpoint')) ?? '') === '') node.report('error', 'tracing needs an endpoint');
  },
);

const STORAGE: MapShape = {
  tsdb: mapOf({
    out_of_order_time_window: duration,
    stale_series_compaction_threshold: number,
    retention: mapOf({ time: duration, size: text, percentage: number }),
  }),
  exemplars: mapOf({ max_exemplars: integer }),
};

const OTLP: MapShape = {
  promote_all_resource_attributes: boolean,
  promote_resource_attributes: listOf(text),
  ignore_resource_attributes: listOf(text),
  translation_strategy: oneOf([
    'UnderscoreEscapingWithSuffixes',
    'UnderscoreEscapingWithoutSuffixes',
    'NoUTF8EscapingWithSuffixes',
    'NoTranslation',
  ]),
  keep_identifying_resource_attributes: boolean,
  convert_histograms_to_nhcb: boolean,
  promote_scope_metadata: boolean,
  label_name_underscore_sanitization: boolean,
  label_name_preserve_multiple_underscores: boolean,
};

function checkPromoted(node: ConfigNode): void {
  const names = textsOf(node.get('promote_resource_attributes'));
  if (new Set(names).size < names.length)
    node.get('promote_resource_attributes')?.report('error', 'an attribute is named twice');
}

const hasEntries = (node: ConfigNode): boolean => node.entries().some(([, value]) => value.kind !== 'null');

/** The sections that this runtime does not run: a mistake in them is an error, else they are named as not supported. */
export const OTHER_SECTIONS: MapShape = {
  alerting: unsupported(mapOf(ALERTING), hasEntries),
  remote_write: unsupported(listOf(remoteWrite, 'empty or null remote write config section')),
  remote_read: unsupported(listOf(remoteRead, 'empty or null remote read config section')),
  tracing: unsupported(tracing),
  storage: unsupported(mapOf(STORAGE), hasEntries),
  otlp: unsupported(mapOf(OTLP, checkPromoted), hasEntries),
  runtime: mapOf({ gogc: integer }),
};
