/** What an alert rule does when a query answers nothing, or fails. */
export type NoDataState = 'NoData' | 'Alerting' | 'OK' | 'KeepLast';
export type ExecErrState = 'Error' | 'Alerting' | 'OK' | 'KeepLast';

/** One node of a rule: a data source query, or a server-side expression when the data source is `__expr__`. */
export interface RuleNode {
  readonly refId: string;
  readonly queryType: string;
  readonly datasourceUid: string;
  /** The range a query looks at, in seconds before the evaluation; 0 for expressions. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly model: Readonly<Record<string, unknown>>;
}

/** The receiver that a rule names itself, past the policy tree; what is undefined or empty is as in the default policy. */
export interface NotificationSettings {
  readonly receiver: string;
  readonly groupBy: readonly string[];
  readonly groupWaitMs: number | undefined;
  readonly groupIntervalMs: number | undefined;
  readonly repeatIntervalMs: number | undefined;
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
}

/** One Grafana-managed alert rule with every default filled in. */
export interface AlertRule {
  readonly uid: string;
  readonly title: string;
  readonly orgId: number;
  /** The folder's title, or its full path when nested. */
  readonly folder: string;
  readonly folderUid: string;
  readonly group: string;
  readonly intervalMs: number;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  /** How many evaluations a series may miss; Grafana's default (2) when undefined. */
  readonly missingSeriesEvalsToResolve: number | undefined;
  /** The refId whose result decides. */
  readonly condition: string;
  readonly nodes: readonly RuleNode[];
  readonly noDataState: NoDataState;
  readonly execErrState: ExecErrState;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly isPaused: boolean;
  /** The panel the rule belongs to; '' and 0 when there is none. */
  readonly dashboardUid?: string;
  readonly panelId?: number;
  /** Where its alerts go in place of the policy tree. */
  readonly notificationSettings?: NotificationSettings;
}

/** The rules of one group: evaluated together at one interval. */
export interface RuleGroup {
  readonly orgId: number;
  readonly folder: string;
  readonly name: string;
  readonly intervalMs: number;
  readonly rules: readonly AlertRule[];
}
