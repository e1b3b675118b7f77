import type { FaultRequest } from '@firedrill/faults';

export type ServiceName = 'api' | 'frontend' | 'payment' | 'inventory';

/** What a presenter can stop and start as a whole. */
export type ProcessName = ServiceName | 'postgres';

/** A fault for one service. */
export interface DrillFault extends Pick<FaultRequest, 'kind' | 'severity' | 'values' | 'route'> {
  readonly service: ServiceName;
}

/** The load of the shop while the drill runs, as the traffic's control server takes it. */
export interface DrillTraffic {
  readonly profile: 'steady' | 'spike';
  readonly rate?: number;
  readonly productId?: number;
}

/** A rule that must fire: with these labels at least, within this time after the break. */
export interface ExpectedAlert {
  readonly rule: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly withinSeconds: number;
}

/** A named failure with everything a presenter, the runner and the documentation need to know of it. */
export interface Drill {
  readonly id: string;
  readonly title: string;
  readonly category: 'dramatic' | 'subtle';
  /** Fires within 60 seconds: safe to show on a stage. */
  readonly core: boolean;
  /** What to say while it happens. */
  readonly story: string;
  readonly faults?: readonly DrillFault[];
  /** Processes that are stopped, and must be seen down and up again by Prometheus. */
  readonly stops?: readonly ProcessName[];
  readonly traffic?: DrillTraffic;
  /** Products whose stock the restore fills up again. */
  readonly restocks?: readonly number[];
  readonly expected: readonly ExpectedAlert[];
  /** Rules whose firing depends on timing; every other rule must stay Normal. */
  readonly mayFire?: readonly { readonly rule: string; readonly reason: string }[];
  /** How soon every rule is Normal again after the restore. */
  readonly recoversWithinSeconds: number;
  readonly hints: readonly [string, ...string[]];
  readonly question: { readonly ask: string; readonly answers: readonly [string, ...string[]] };
}
