import { withoutPrivate, type Message, type MessageAlert } from './notification-message';
import { wireTime } from './message-time';

/** The JSON that the webhook contact point sends, in Grafana's default payload. */
export function webhookBody(message: Message, title: string, text: string): Readonly<Record<string, unknown>> {
  const { receiver, status, orgId } = message;
  return {
    receiver,
    status,
    alerts: message.alerts.map((alert) => alertBody(alert, orgId)),
    groupLabels: message.groupLabels,
    commonLabels: message.commonLabels,
    commonAnnotations: withoutPrivate(message.commonAnnotations),
    externalURL: message.externalUrl,
    appVersion: message.appVersion,
    version: '1',
    groupKey: message.groupKey,
    truncatedAlerts: message.truncatedAlerts,
    orgId,
    title,
    state: status === 'firing' ? 'alerting' : 'ok',
    message: text,
  };
}

function alertBody(alert: MessageAlert, orgId: number): Readonly<Record<string, unknown>> {
  return {
    status: alert.status,
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: wireTime(alert.startsAtMs),
    endsAt: wireTime(alert.endsAtMs),
    generatorURL: alert.generatorUrl,
    fingerprint: alert.fingerprint,
    silenceURL: alert.silenceUrl,
    dashboardURL: alert.dashboardUrl,
    panelURL: alert.panelUrl,
    ruleUID: alert.ruleUid,
    values: alert.values ?? null,
    valueString: alert.valueString,
    orgId,
  };
}
