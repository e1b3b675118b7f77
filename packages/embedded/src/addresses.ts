/** Every port of the stack, as compose publishes them; `--port-offset` shifts all of them alike. */
export const PORTS = {
  grafana: 3000,
  loki: 3100,
  postgres: 5432,
  api: 8080,
  frontend: 8081,
  payment: 8082,
  inventory: 8083,
  traffic: 8084,
  control: 8085,
  console: 8090,
  prometheus: 9090,
} as const;

export type PartName = keyof typeof PORTS;

export const SERVICE_NAMES = ['api', 'frontend', 'payment', 'inventory'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Where the parts of one embedded stack listen: all on 127.0.0.1. */
export interface Addresses {
  readonly portOffset: number;
  port(part: PartName): number;
  /** `http://127.0.0.1:8080`, without a slash at the end. */
  url(part: PartName): string;
  /** The local form of a compose address (`api:8080` → `127.0.0.1:8080`); any other `host:port` as it came. */
  localTarget(target: string): string;
  /** The local form of a URL with a compose host name; any other URL as it came. */
  localUrl(url: string): string;
}

/** Throws RangeError unless the offset is an integer from 0 to 56445, which keeps every port valid. */
export function addresses({ portOffset = 0 }: { readonly portOffset?: number } = {}): Addresses {
  const largest = 65_535 - Math.max(...Object.values(PORTS));
  if (!Number.isInteger(portOffset) || portOffset < 0 || portOffset > largest) {
    throw new RangeError(`the port offset is an integer from 0 to ${largest}, got ${portOffset}`);
  }
  const port = (part: PartName): number => PORTS[part] + portOffset;
  const localTarget = (target: string): string => {
    const [host = '', writtenPort] = target.split(':');
    return isPart(host) && Number(writtenPort) === PORTS[host] ? `127.0.0.1:${port(host)}` : target;
  };
  return {
    portOffset,
    port,
    url: (part) => `http://127.0.0.1:${port(part)}`,
    localTarget,
    localUrl: (url) =>
      url.replace(/^(https?:\/\/)([^/?#]+)/, (_, scheme: string, host: string) => scheme + localTarget(host)),
  };
}

function isPart(name: string): name is PartName {
  return Object.hasOwn(PORTS, name);
}
