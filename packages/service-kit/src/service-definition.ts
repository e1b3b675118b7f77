import type { FaultKind, FaultKindOf } from '@firedrill/faults';
import type { EventTable, MetricTable } from '@firedrill/telemetry';
import type { RouteTable } from './routes';
import type { ErrorTable } from './service-error';

/** Kinds of fault that a service injects itself. */
export type ServiceFaultKind = Exclude<FaultKind, FaultKindOf<'service-kit'>>;

/** A service as data: everything that others may rely on. */
export interface ServiceDefinition {
  readonly name: string;
  /** The port it listens on unless PORT says otherwise. */
  readonly port: number;
  /** It has a database, and the metrics, events and faults that come with one. */
  readonly database: boolean;
  readonly metrics: MetricTable;
  readonly events: EventTable;
  readonly errors: ErrorTable;
  readonly routes: RouteTable;
  /** The kinds of fault that it injects beside the common ones. */
  readonly faults: readonly ServiceFaultKind[];
}

/** Declares a service; kit-wide tables are added where they are needed. */
export function defineService<const Definition extends ServiceDefinition>(definition: Definition): Definition {
  return definition;
}
