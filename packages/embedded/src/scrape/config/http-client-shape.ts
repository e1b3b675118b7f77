import type { ConfigNode } from '@firedrill/config-file';
import {
  anything,
  boolean,
  listOf,
  mapOf,
  recordOf,
  text,
  textOf,
  unsupported,
  unsupportedFlag,
  url,
  type MapShape,
} from './yaml-shape';

const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'host',
  'content-encoding',
  'content-length',
  'content-type',
  'user-agent',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'www-authenticate',
  'accept-encoding',
  'x-prometheus-remote-write-version',
  'x-prometheus-remote-read-version',
  'x-prometheus-scrape-timeout-seconds',
]);

const TLS = mapOf(
  {
    ca: text,
    cert: text,
    key: text,
    ca_file: text,
    cert_file: text,
    key_file: text,
    ca_ref: text,
    cert_ref: text,
    key_ref: text,
    server_name: text,
    insecure_skip_verify: boolean,
    min_version: text,
    max_version: text,
  },
  (node) => {
    const set = (...keys: string[]): boolean => keys.some((key) => textOf(node.get(key)) !== undefined);
    if (set('cert', 'cert_file', 'cert_ref') && !set('key', 'key_file', 'key_ref'))
      node.report('error', 'a client certificate needs its key');
    if (set('key', 'key_file', 'key_ref') && !set('cert', 'cert_file', 'cert_ref'))
      node.report('error', 'a client key needs its certificate');
  },
);

const HEADERS = recordOf(mapOf({ values: listOf(text), secrets: listOf(text), files: listOf(text) }), (name, node) => {
  if (RESERVED_HEADERS.has(name.toLowerCase()))
    node.report('error', `header ${JSON.stringify(name)} must not be set here`);
});

const OAUTH2 = mapOf(
  {
    client_id: text,
    client_secret: text,
    client_secret_file: text,
    client_secret_ref: text,
    scopes: listOf(text),
    token_url: text,
    endpoint_params: recordOf(text),
    tls_config: TLS,
    proxy_url: url,
    no_proxy: text,
    proxy_from_environment: boolean,
    proxy_connect_header: anything,
  },
  (node) => {
    for (const key of ['client_id', 'token_url']) {
      if ((textOf(node.get(key)) ?? '') === '') node.report('error', `oauth2 needs ${key}`);
    }
  },
);

/** How a scrape (or another client of Prometheus) talks HTTP. */
export const HTTP_CLIENT_SHAPE: MapShape = {
  basic_auth: mapOf({
    username: text,
    username_file: text,
    username_ref: unsupported(text),
    password: text,
    password_file: text,
    password_ref: unsupported(text),
  }),
  authorization: mapOf({ type: text, credentials: text, credentials_file: text, credentials_ref: unsupported(text) }),
  bearer_token: text,
  bearer_token_file: text,
  follow_redirects: boolean,
  enable_http2: boolean,
  http_headers: HEADERS,
  tls_config: unsupported(TLS, (node) => node.entries().length > 0),
  oauth2: unsupported(OAUTH2),
  proxy_url: unsupported(url),
  no_proxy: unsupported(text),
  proxy_from_environment: unsupportedFlag,
  proxy_connect_header: unsupported(anything),
};

/** What Prometheus refuses across the keys of an HTTP client. */
export function checkHttpClient(node: ConfigNode): void {
  const set = (key: string): boolean => {
    const value = node.get(key);
    return value !== undefined && value.kind !== 'null' && value.source !== '';
  };
  if (set('bearer_token') && set('bearer_token_file'))
    node.report('error', 'only one of bearer_token and bearer_token_file may be set');
  const ways = ['basic_auth', 'authorization', 'oauth2'].filter(set);
  if (set('bearer_token') || set('bearer_token_file')) ways.push('bearer_token');
  if (ways.length > 1) node.report('error', `only one of ${ways.join(' and ')} may be set`);
  checkPairs(node.get('basic_auth'), ['username', 'password']);
  checkPairs(node.get('authorization'), ['credentials']);
  if ((textOf(node.get('authorization')?.get('type')) ?? '').trim().toLowerCase() === 'basic') {
    node.get('authorization')?.get('type')?.report('error', 'authorization type must not be basic; use basic_auth');
  }
  if (set('proxy_url') && node.get('proxy_from_environment')?.source === 'true') {
    node.report('error', 'only one of proxy_url and proxy_from_environment may be set');
  }
  if (set('no_proxy') && !set('proxy_url')) node.report('error', 'no_proxy needs proxy_url');
  if (set('proxy_connect_header') && !set('proxy_url') && !set('proxy_from_environment')) {
    node.report('error', 'proxy_connect_header needs proxy_url');
  }
}

function checkPairs(node: ConfigNode | undefined, keys: readonly string[]): void {
  for (const key of keys) {
    if ((textOf(node?.get(key)) ?? '') !== '' && (textOf(node?.get(`${key}_file`)) ?? '') !== '') {
      node?.report('error', `only one of ${key} and ${key}_file may be set`);
    }
  }
}
