export { FAULT_KINDS, FAULTS, SEVERITIES } from './fault-kinds';
export type { FaultKind, FaultKindOf, FaultOwner, FaultValues, Severity } from './fault-kinds';

export { FaultRegistry } from './fault-registry';
export type { Fault, FaultChange, Injector } from './fault-registry';

export { DEFAULT_TTL_SECONDS, FaultRequestError, parseFaultHeader } from './fault-request';
export type { FaultRequest, ResolvedFault } from './fault-request';

export { faultsClient, FaultsClientError } from './faults-client';
export type { FaultsClient } from './faults-client';
