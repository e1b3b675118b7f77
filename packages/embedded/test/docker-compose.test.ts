import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PORTS, SERVICE_NAMES } from '../src/addresses';

interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const ROOT = join(__dirname, '../../..');
const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const mounts = services.flatMap(([name, { volumes = [] }]) =>
  volumes.map((volume) => [name, ...volume.split(':')] as const),
);

/** `postgres:5432` and the like: addresses inside the network. */
function addressesIn(source: string): string[] {
  return [...source.matchAll(/(?:\/\/|@|')(?:[^@\s/']*@)?([a-z]+):(\d{4})\b/g)].map(
    ([, host = '', port = '']) => `${host}:${port}`,
  );
}

test.each(services)('%s is on the one network and has a pinned image', (_name, { image = '', build, networks }) => {
  expect(networks).toEqual(['monitoring']);
  expect(compose.networks).toHaveProperty('monitoring');
  if (build === undefined) expect(image).toMatch(/:v?\d+\.\d+/);
});

test('every part that people open has its port', () => {
  const published = new Map(services.map(([name, { ports = [] }]) => [name, ports]));
  for (const name of ['grafana', 'loki', 'postgres', 'prometheus', ...SERVICE_NAMES] as const) {
    expect([name, published.get(name)]).toEqual([name, [`${PORTS[name]}:${PORTS[name]}`]]);
  }
});

test.each(mounts)('%s mounts %s, which exists', (_name, source) => {
  if (source.startsWith('./')) expect(existsSync(join(ROOT, source))).toBe(true);
  else expect(compose.volumes).toHaveProperty([source]);
});

test.each(services.filter(([, { command }]) => command?.[0] === 'node'))(
  '%s runs a program that the build makes',
  (_name, { command = [] }) => {
    const source = (command[1] ?? '').replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    expect(existsSync(join(ROOT, source))).toBe(true);
  },
);

test('every host that is named is a service at its port', () => {
  const files = ['docker-compose.yml', 'prometheus/prometheus.yml', 'promtail/promtail.yml'];
  const named = files.flatMap((file) => addressesIn(readFileSync(join(ROOT, file), 'utf8')));
  expect(named.length).toBeGreaterThan(10);
  for (const address of named) {
    const [host = ''] = address.split(':');
    expect(Object.keys(compose.services)).toContain(host);
    expect([address]).toEqual([`${host}:${PORTS[host as keyof typeof PORTS]}`]);
  }
});

test('every service depends on services that exist', () => {
  for (const [, { depends_on: needed = [] }] of services) {
    const names = Array.isArray(needed) ? (needed as string[]) : Object.keys(needed);
    for (const name of names) expect(compose.services).toHaveProperty([name]);
  }
});

test('.env.example sets the variables that compose reads, and no others', () => {
  const read = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
  const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
  expect([...example.matchAll(/^(\w+)=\S+$/gm)].map(([, name]) => name).sort()).toEqual([...read].sort());
});

test('Grafana gets every variable that the provisioning files read', () => {
  const folders = ['provisioning/datasources/datasources.yaml', 'provisioning/alerting/contact-points.yaml'];
  const read = folders.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\$([A-Z_]+)/g)].map(([, name]) => name),
  );
  const given = Object.keys(compose.services.grafana?.environment ?? {});
  expect(given).toEqual(expect.arrayContaining(read));
});

test('the containers find the paths that their configuration names', () => {
  const targets = (name: string): (string | undefined)[] =>
    mounts.filter(([service]) => service === name).map(([, , target]) => target);
  const promtail = readFileSync(join(ROOT, 'promtail/promtail.yml'), 'utf8');
  expect(promtail).toContain('__path__: /logs/*/*.log');
  expect(targets('promtail')).toEqual(expect.arrayContaining(['/logs', '/positions']));
  for (const [name, { environment, command = [] }] of services) {
    if (environment?.LOG_FOLDER !== undefined) expect(targets(name)).toContain(environment.LOG_FOLDER);
    for (const argument of command.filter((each) => each.includes('config.file='))) {
      expect(targets(name)).toContain(argument.replace(/^-+config\.file=/, ''));
    }
  }
  expect(statSync(join(ROOT, 'Dockerfile')).isFile()).toBe(true);
});
