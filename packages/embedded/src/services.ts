import { join } from 'node:path';
import { SERVICE_NAMES, type Addresses, type ServiceName } from './addresses';
import { environment } from './config';
import { launchNode } from './processes/launch-node';
import type { ProcessRecord } from './processes/process-record';
import { supervise, type ProcessStatus, type Supervised } from './processes/supervise';

export interface ServicesOptions {
  /** The checkout that holds `services/<name>/dist/server.js`. */
  readonly root: string;
  readonly addresses: Addresses;
  readonly shopUrl: string;
  readonly logs: string;
  readonly record: ProcessRecord;
  readonly onChange: (status: ProcessStatus) => void;
}

/** The shop's four services, each a child process that is kept running. */
export function superviseServices(options: ServicesOptions): readonly Supervised[] {
  return SERVICE_NAMES.map((name) => {
    const program = {
      name,
      script: join(options.root, 'services', name, 'dist', 'server.js'),
      environment: serviceEnvironment(name, options),
      readyUrl: `${options.addresses.url(name)}/readyz`,
      record: options.record,
    };
    return supervise({ name, launch: (signal) => launchNode(program, signal), onChange: options.onChange });
  });
}

const PASSED_ON = ['LOG_LEVEL', 'FAULTS_TOKEN', 'TZ'];

function serviceEnvironment(name: ServiceName, options: ServicesOptions): Readonly<Record<string, string>> {
  const { addresses, shopUrl, logs } = options;
  const passedOn = PASSED_ON.flatMap((key) =>
    environment[key] === undefined ? [] : [[key, environment[key]] as const],
  );
  return {
    ...Object.fromEntries(passedOn),
    HOST: '127.0.0.1',
    PORT: String(addresses.port(name)),
    SERVICE_INSTANCE: name,
    LOG_FOLDER: logs,
    DATABASE_URL: shopUrl,
    API_URL: addresses.url('api'),
    PAYMENT_URL: addresses.url('payment'),
    INVENTORY_URL: addresses.url('inventory'),
  };
}
