import { isResolved, type Alert } from './alert';
import type { Notification } from './dispatcher';

type LabelRecord = Readonly<Record<string, string>>;

/** What notifications need beside the alerts. */
export interface MessageEnvironment {
  /** Grafana's address, with a slash at the end. */
  readonly externalUrl: string;
  readonly appVersion: string;
  readonly orgId: number;
}

/** One alert as contact points and templates see it. */
export interface MessageAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: LabelRecord;
  readonly annotations: LabelRecord;
  readonly startsAtMs: number;
  /** undefined while it fires. */
  readonly endsAtMs: number | undefined;
  readonly generatorUrl: string;
  readonly fingerprint: string;
  readonly silenceUrl: string;
  readonly dashboardUrl: string;
  readonly panelUrl: string;
  readonly values: Readonly<Record<string, number>> | undefined;
  readonly valueString: string;
  readonly ruleUid: string;
}

/** One notification as contact points and templates see it. */
export interface Message {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly MessageAlert[];
  readonly truncatedAlerts: number;
  readonly groupLabels: LabelRecord;
  readonly commonLabels: LabelRecord;
  readonly commonAnnotations: LabelRecord;
  readonly externalUrl: string;
  readonly groupKey: string;
  readonly orgId: number;
  readonly appVersion: string;
  readonly timeMs: number;
}

/** Makes the message of a notification; `maxAlerts` cuts the list (0: no limit), and with it what counts for the status, as Grafana does. */
export function messageOf(notification: Notification, maxAlerts: number, environment: MessageEnvironment): Message {
  const { group, contactPoint, timeMs } = notification;
  const kept = maxAlerts > 0 ? notification.alerts.slice(0, maxAlerts) : notification.alerts;
  const alerts = kept.map((alert) => messageAlert(alert, timeMs, environment));
  return {
    receiver: contactPoint,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts,
    truncatedAlerts: notification.alerts.length - kept.length,
    groupLabels: group.labels.toObject(),
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    groupKey: group.key,
    timeMs,
    ...environment,
  };
}

function messageAlert(alert: Alert, nowMs: number, { externalUrl, orgId }: MessageEnvironment): MessageAlert {
  const resolved = isResolved(alert, nowMs);
  const { annotations, fingerprint, startsAtMs, endsAtMs } = alert;
  const ruleUid = alert.labels.get('__alert_rule_uid__');
  const dashboard = annotations.__dashboardUid__;
  const dashboardUrl = dashboard === undefined ? '' : `${externalUrl}d/${dashboard}?orgId=${orgId}`;
  const panel = annotations.__panelId__;
  const labels = withoutPrivate(alert.labels.toObject());
  return {
    status: resolved ? 'resolved' : 'firing',
    labels,
    annotations: withoutPrivate(annotations),
    startsAtMs,
    endsAtMs: resolved ? endsAtMs : undefined,
    generatorUrl: `${externalUrl}alerting/grafana/${ruleUid}/view?orgId=${orgId}`,
    fingerprint,
    silenceUrl: silenceUrl(externalUrl, labels),
    dashboardUrl,
    panelUrl: dashboardUrl === '' || panel === undefined ? '' : `${dashboardUrl}&viewPanel=${panel}`,
    values:
      annotations.__values__ === undefined ? undefined : (JSON.parse(annotations.__values__) as Record<string, number>),
    valueString: annotations.__value_string__ ?? '',
    ruleUid,
  };
}

/** The page that silences exactly these labels. */
function silenceUrl(externalUrl: string, labels: LabelRecord): string {
  const matchers = Object.keys(labels)
    .sort()
    .map((name) => `&matcher=${encodeQuery(`${name}=${labels[name] ?? ''}`)}`);
  return `${externalUrl}alerting/silence/new?alertmanager=grafana${matchers.join('')}`;
}

/** Go's url.QueryEscape. */
export function encodeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

export function withoutPrivate(record: LabelRecord): LabelRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !(name.startsWith('__') && name.endsWith('__'))));
}

/** What all records have alike. */
function common([first, ...others]: readonly LabelRecord[]): LabelRecord {
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([name, value]) => others.every((record) => record[name] === value)),
  );
}
