import type { Matcher } from '@firedrill/timeseries';

/** One way in which a contact point is told. */
export interface Receiver {
  readonly uid: string;
  /** Grafana's spelling of the type, such as `webhook`. */
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly disableResolveMessage: boolean;
}

export interface ContactPoint {
  readonly orgId: number;
  readonly name: string;
  readonly receivers: readonly Receiver[];
}

/** One node of the policy tree; what is undefined comes from the parent. */
export interface Route {
  readonly receiver: string | undefined;
  readonly groupBy: readonly string[];
  readonly groupWaitMs: number | undefined;
  readonly groupIntervalMs: number | undefined;
  readonly repeatIntervalMs: number | undefined;
  /** All of them must match; the three forms of a file are one list here. */
  readonly matchers: readonly Matcher[];
  readonly continue: boolean;
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  readonly routes: readonly Route[];
}

/** The whole tree of one organisation. */
export interface NotificationPolicy {
  readonly orgId: number;
  readonly root: Route;
}

/** From start to end, both included. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** Times at which a notification is muted; every key that is present must match, any of its ranges. */
export interface TimeInterval {
  /** Minutes of the day, the end excluded. */
  readonly times?: readonly TimeRange[];
  /** Sunday is 0. */
  readonly weekdays?: readonly TimeRange[];
  /** Negative days count from the end of the month. */
  readonly daysOfMonth?: readonly TimeRange[];
  readonly months?: readonly TimeRange[];
  readonly years?: readonly TimeRange[];
  /** An IANA name, or `Local`; UTC when undefined. */
  readonly location?: string;
}

export interface MuteTime {
  readonly orgId: number;
  readonly name: string;
  readonly intervals: readonly TimeInterval[];
}

export interface NotificationTemplate {
  readonly orgId: number;
  readonly name: string;
  readonly template: string;
}
