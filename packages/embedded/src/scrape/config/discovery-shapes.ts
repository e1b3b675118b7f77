import {
  anything,
  duration,
  integer,
  listOf,
  mapOf,
  oneOf,
  recordOf,
  text,
  textOf,
  textsOf,
  unsupported,
  url,
  type Check,
  type MapShape,
} from './yaml-shape';
import { HTTP_CLIENT_SHAPE } from './http-client-shape';

const target: Check = (node) => {
  text(node);
  if (node.source?.includes('/') === true)
    node.report('error', `expected host:port, got ${JSON.stringify(node.source)}`);
};

const staticConfig = mapOf({
  targets: listOf(target),
  labels: recordOf(text, (name, node) => {
    if (name === '') node.report('error', 'expected a label name, got ""');
  }),
});

/** The list of static targets, supported. */
export const staticConfigs = listOf(staticConfig);

const SD_FILE = /^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$/;

const fileDiscovery = mapOf({ files: listOf(text), refresh_interval: duration }, (node) => {
  const files = textsOf(node.get('files'));
  if (files.length === 0) node.report('error', 'file discovery needs at least one path');
  for (const [index, file] of files.entries()) {
    if (!SD_FILE.test(file))
      node
        .get('files')
        ?.items()
        [index]?.report('error', `expected a path that ends in .json, .yml or .yaml, got ${JSON.stringify(file)}`);
  }
});

const httpDiscovery = mapOf({ ...HTTP_CLIENT_SHAPE, url, refresh_interval: duration }, (node) => {
  if ((textOf(node.get('url')) ?? '') === '') node.report('error', 'HTTP discovery needs a url');
});

const dnsDiscovery = mapOf({ names: listOf(text), refresh_interval: duration, type: text, port: integer }, (node) => {
  const type = (textOf(node.get('type')) ?? 'SRV').toUpperCase();
  oneOfRecordTypes(node.get('type') ?? node);
  if (textsOf(node.get('names')).length === 0) node.report('error', 'DNS discovery needs at least one name');
  if (type !== 'SRV' && textOf(node.get('port')) === undefined)
    node.report('error', `records of type ${type} need a port`);
});

const RECORD_TYPES = ['SRV', 'A', 'AAAA', 'MX', 'NS'];

const oneOfRecordTypes: Check = (node) => {
  if (node.kind === 'map') return;
  if (!RECORD_TYPES.includes((node.source ?? '').toUpperCase())) oneOf(RECORD_TYPES)(node);
};

const OTHER_DISCOVERIES = [
  'azure',
  'consul',
  'digitalocean',
  'docker',
  'dockerswarm',
  'ec2',
  'eureka',
  'gce',
  'hetzner',
  'ionos',
  'kubernetes',
  'kuma',
  'lightsail',
  'linode',
  'marathon',
  'nerve',
  'nomad',
  'openstack',
  'ovhcloud',
  'puppetdb',
  'scaleway',
  'serverset',
  'stackit',
  'triton',
  'uyuni',
  'vultr',
];

/** Ways to find targets: static ones are supported, the others are named as missing. */
export const DISCOVERY_SHAPE: MapShape = {
  static_configs: staticConfigs,
  file_sd_configs: unsupported(listOf(fileDiscovery)),
  http_sd_configs: unsupported(listOf(httpDiscovery)),
  dns_sd_configs: unsupported(listOf(dnsDiscovery)),
  ...Object.fromEntries(OTHER_DISCOVERIES.map((name) => [`${name}_sd_configs`, unsupported(listOf(anything))])),
};
