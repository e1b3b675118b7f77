import { connect, type Database } from '@firedrill/database';
import { FaultRegistry, type Fault, type FaultChange, type FaultKind, type Injector } from '@firedrill/faults';
import { createMetrics, type EventTable, type Log, type Logger, type MetricsOf } from '@firedrill/telemetry';
import { Registry } from 'prom-client';
import { COMMON_FAULT_KINDS, commonInjectors } from './common-injectors';
import { DATABASE_TABLES, KIT_EVENTS, KIT_METRICS, type KitEvents } from './kit-tables';
import { runHandler, type HandlerOptions } from './run-handler';
import type { ServiceDefinition } from './service-definition';

/** The parts that every service has, whatever it declares. */
export interface KitParts {
  readonly log: Log<KitEvents>;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly kitMetrics: MetricsOf<typeof KIT_METRICS>;
  readonly faults: FaultRegistry;
  /** The bearer of this token may inject faults from anywhere; without one, loopback only. */
  readonly faultsToken: string | undefined;
  /** What ends each answer of server-sent events that is open. */
  readonly openStreams: Set<() => void>;
  readonly now: () => number;
  readonly random: () => number;
  /** Runs a command that no request asked for, such as `reconcile`: measured, and logged when it fails. */
  handle<Result>(options: HandlerOptions, work: () => Promise<Result>): Promise<Result>;
}

/** What a service is made of, typed by its declarations. */
export interface ServiceParts<Definition extends ServiceDefinition> extends KitParts {
  readonly definition: Definition;
  readonly log: Log<KitEvents & Definition['events']>;
  readonly metrics: MetricsOf<Definition['metrics']>;
  /** There exactly when the definition says so. */
  readonly database: Definition['database'] extends true ? Database : undefined;
}

export interface ServicePartsOptions {
  readonly logger: Logger;
  /** Needed by a service with a database. */
  readonly databaseUrl?: string | undefined;
  readonly databasePoolSize?: number;
  readonly faultsToken?: string | undefined;
  readonly faultsMaxTtlSeconds?: number | undefined;
  readonly now?: () => number;
  readonly random?: () => number;
  /** Ends the process. */
  readonly exit?: (code: number) => void;
}

/** Makes the parts of one copy of a service, its metrics on a registry of their own. */
export function createServiceParts<const Definition extends ServiceDefinition>(
  definition: Definition,
  options: ServicePartsOptions,
): ServiceParts<Definition> {
  const { logger, now = Date.now, random = Math.random, exit = (code: number) => process.exit(code) } = options;
  const registry = new Registry();
  const kitMetrics = createMetrics(registry, KIT_METRICS);
  startAtZero(definition, kitMetrics);
  const events = { ...DATABASE_TABLES.events, ...KIT_EVENTS, ...definition.events };
  const log = logger.typed<EventTable>(events) as Log<KitEvents & Definition['events']>;
  const database = connectDatabase(definition, registry, options);
  const faults = createFaults(definition, { log, kitMetrics, now }, options.faultsMaxTtlSeconds);
  const injectors = commonInjectors({ log, logger, database, exit });
  for (const kind of COMMON_FAULT_KINDS) {
    if (definition.database || !kind.startsWith('db_')) faults.register(kind, injectors[kind] as Injector<FaultKind>);
  }
  return {
    log,
    logger,
    registry,
    kitMetrics,
    faults,
    faultsToken: options.faultsToken,
    openStreams: new Set(),
    now,
    random,
    definition,
    metrics: createMetrics(registry, definition.metrics as Definition['metrics']),
    database: database as ServiceParts<Definition>['database'],
    handle: (handlerOptions, work) => runHandler({ log, kitMetrics }, handlerOptions, work),
  };
}

function connectDatabase(
  { name, database }: ServiceDefinition,
  registry: Registry,
  { databaseUrl, databasePoolSize }: ServicePartsOptions,
): Database | undefined {
  if (!database) return undefined;
  if (databaseUrl === undefined) throw new Error(`${name} has a database and needs its URL`);
  return connect({
    url: databaseUrl,
    registry,
    applicationName: name,
    ...(databasePoolSize !== undefined && { poolSize: databasePoolSize }),
  });
}

function createFaults(
  definition: ServiceDefinition,
  { log, kitMetrics, now }: Pick<KitParts, 'log' | 'kitMetrics' | 'now'>,
  maxTtlSeconds: number | undefined,
): FaultRegistry {
  const onChange = (change: FaultChange, fault: Fault): void => {
    const { kind, id: faultId, severity, route, endsAt } = fault;
    kitMetrics.fault_active.inc({ kind }, change === 'injected' ? 1 : -1);
    if (change === 'injected') log.event('fault_injected', { kind, faultId, severity, route, endsAt });
    else log.event('fault_cleared', { kind, faultId, expired: change === 'expired' });
  };
  const faults = new FaultRegistry({ now, onChange, maxTtlSeconds });
  for (const kind of definition.faults) faults.register(kind);
  return faults;
}

/** `rate` sees the first violation and the first exception only when the series was there before. */
function startAtZero(definition: ServiceDefinition, kitMetrics: MetricsOf<typeof KIT_METRICS>): void {
  for (const [rule, error] of Object.entries(definition.errors)) {
    if (error.rule === true) kitMetrics.business_rule_violations_total.inc({ rule }, 0);
  }
  kitMetrics.exceptions_total.inc({ type: 'Error' }, 0);
}
