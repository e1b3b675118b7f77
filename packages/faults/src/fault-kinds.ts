import { z } from 'zod';

export const SEVERITIES = ['mild', 'moderate', 'severe'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Who injects a kind: service-kit in every service, or the one service that registers it. */
export type FaultOwner = 'service-kit' | 'api' | 'frontend' | 'payment' | 'inventory';

interface FaultSpec<Owner extends FaultOwner, Values extends z.ZodObject> {
  readonly owner: Owner;
  readonly description: string;
  readonly values: Values;
  readonly severities: Readonly<Record<Severity, z.input<Values>>>;
}

const share = z.number().gt(0).max(1);
const milliseconds = z.number().int().min(1).max(60_000);
const nothing = z.strictObject({});
const sameForAll = { mild: {}, moderate: {}, severe: {} };

/** Every kind of fault: what it does, its numbers, and the numbers of each severity. */
export const FAULTS = {
  latency: spec('service-kit', {
    description: 'Requests wait before they are handled.',
    values: z.strictObject({ ms: milliseconds, share: share.default(1) }),
    severities: { mild: { ms: 300 }, moderate: { ms: 1_000 }, severe: { ms: 2_000 } },
  }),
  error: spec('service-kit', {
    description: 'A share of the requests answers an error.',
    values: z.strictObject({ share: share.default(1), status: z.number().int().min(500).max(599).default(500) }),
    severities: { mild: { share: 0.05 }, moderate: { share: 0.2 }, severe: { share: 0.6 } },
  }),
  outage: spec('service-kit', {
    description: 'Every request is answered 503.',
    values: nothing,
    severities: sameForAll,
  }),
  crash: spec('service-kit', {
    description: 'The process ends at once with exit code 1.',
    values: nothing,
    severities: sameForAll,
  }),
  memory_leak: spec('service-kit', {
    description: 'The process takes memory that it gives back when the fault ends.',
    values: z.strictObject({ mbPerSecond: z.number().gt(0).max(100), maxMb: z.number().gt(0).max(4_096).default(512) }),
    severities: { mild: { mbPerSecond: 1 }, moderate: { mbPerSecond: 5 }, severe: { mbPerSecond: 10 } },
  }),
  event_loop_block: spec('service-kit', {
    description: 'The event loop is busy for some milliseconds, again and again.',
    values: z.strictObject({ ms: z.number().int().min(1).max(5_000), everyMs: z.number().int().min(10).max(60_000) }),
    severities: {
      mild: { ms: 100, everyMs: 1_000 },
      moderate: { ms: 400, everyMs: 1_000 },
      severe: { ms: 800, everyMs: 1_000 },
    },
  }),
  log_flood: spec('service-kit', {
    description: 'The log gets that many lines a second more.',
    values: z.strictObject({ linesPerSecond: z.number().int().min(1).max(10_000) }),
    severities: { mild: { linesPerSecond: 50 }, moderate: { linesPerSecond: 300 }, severe: { linesPerSecond: 1_000 } },
  }),
  log_silence: spec('service-kit', {
    description: 'Nothing is written to the log.',
    values: nothing,
    severities: sameForAll,
  }),
  db_slow: spec('service-kit', {
    description: 'Every database query takes that much longer.',
    values: z.strictObject({ ms: milliseconds }),
    severities: { mild: { ms: 100 }, moderate: { ms: 250 }, severe: { ms: 400 } },
  }),
  db_pool_leak: spec('service-kit', {
    description: 'Connections are taken from the pool and not given back.',
    values: z.strictObject({ connections: z.number().int().min(1).max(100) }),
    severities: { mild: { connections: 2 }, moderate: { connections: 4 }, severe: { connections: 100 } },
  }),
  payment_decline: spec('payment', {
    description: 'A share of the authorisations is declined.',
    values: z.strictObject({
      share: share.default(1),
      reason: z
        .enum(['gateway_timeout', 'insufficient_funds', 'card_expired', 'fraud_suspected'])
        .default('gateway_timeout'),
      method: z.enum(['card', 'paypal', 'bank_transfer']).optional(),
    }),
    severities: { mild: { share: 0.1 }, moderate: { share: 0.4 }, severe: { share: 0.8 } },
  }),
  delivery_stall: spec('api', {
    description: 'Orders are not delivered any more.',
    values: nothing,
    severities: sameForAll,
  }),
  session_expiry: spec('frontend', {
    description: 'Sessions time out at once.',
    values: nothing,
    severities: sameForAll,
  }),
  stock_gauge_freeze: spec('inventory', {
    description: 'The stock gauge is not refreshed any more.',
    values: nothing,
    severities: sameForAll,
  }),
  stock_corruption: spec('inventory', {
    description: 'The stock of a product changes without a movement.',
    values: z.strictObject({ units: z.number().int().min(1).max(1_000) }),
    severities: { mild: { units: 1 }, moderate: { units: 5 }, severe: { units: 20 } },
  }),
} as const;

export type FaultKind = keyof typeof FAULTS;

/** Every kind, in the order of the table. */
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];

/** The kinds that one owner injects. */
export type FaultKindOf<Owner extends FaultOwner> = {
  [Kind in FaultKind]: (typeof FAULTS)[Kind]['owner'] extends Owner ? Kind : never;
}[FaultKind];

/** The numbers of a fault as they are injected, defaults filled in. */
export type FaultValues<Kind extends FaultKind> = z.output<(typeof FAULTS)[Kind]['values']>;

function spec<Owner extends FaultOwner, Values extends z.ZodObject>(
  owner: Owner,
  rest: Omit<FaultSpec<Owner, Values>, 'owner'>,
): FaultSpec<Owner, Values> {
  return { owner, ...rest };
}
