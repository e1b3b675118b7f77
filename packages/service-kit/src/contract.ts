import type { EventTable, MetricTable } from '@firedrill/telemetry';
import { COMMON_FAULT_KINDS } from './common-injectors';
import { DATABASE_TABLES, KIT_ERRORS, KIT_EVENTS, KIT_METRICS } from './kit-tables';
import type { ErrorTable } from './service-error';
import type { ServiceDefinition } from './service-definition';

/** What a service offers, as `dist/contract.json` says it. */
export interface ServiceContract {
  readonly service: string;
  readonly port: number;
  readonly metrics: MetricTable;
  readonly events: EventTable;
  readonly errors: ErrorTable;
  readonly routes: Readonly<Record<string, { readonly kind: string; readonly method: string; readonly path: string }>>;
  readonly faults: readonly string[];
}

/** A service's own declarations and those that every service has. */
export function contractOf(definition: ServiceDefinition): ServiceContract {
  const { name, port, database, metrics, events, errors, routes, faults } = definition;
  return {
    service: name,
    port,
    metrics: { ...KIT_METRICS, ...(database && DATABASE_TABLES.metrics), ...metrics },
    events: { ...KIT_EVENTS, ...(database && DATABASE_TABLES.events), ...events },
    errors: { ...KIT_ERRORS, ...errors },
    routes: Object.fromEntries(
      Object.entries(routes).map(([handler, { kind, method, path }]) => [handler, { kind, method, path }]),
    ),
    faults: [...COMMON_FAULT_KINDS.filter((kind) => database || !kind.startsWith('db_')), ...faults],
  };
}
