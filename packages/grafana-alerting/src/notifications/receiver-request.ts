import type { Receiver } from '../provisioning/notification-model';
import type { Notification } from './dispatcher';
import type { ExpandText } from './message-template';
import { messageOf, type Message, type MessageEnvironment } from './notification-message';
import { webhookBody } from './webhook-body';

/** One HTTP request that tells a receiver; the body is JSON. */
export interface HttpMessage {
  readonly kind: 'http';
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface EmailMessage {
  readonly kind: 'email';
  readonly to: readonly string[];
  /** One mail to all of them instead of one to each. */
  readonly single: boolean;
  readonly subject: string;
  readonly text: string;
}

export type ReceiverMessage = HttpMessage | EmailMessage;

export interface RequestOptions {
  readonly environment: MessageEnvironment;
  readonly expand: ExpandText;
}

interface Draft extends RequestOptions {
  readonly message: Message;
  readonly receiver: Receiver;
  readonly key: string;
}

/** What goes out for a notification. Throws QueryError when one of its templates fails, and Error for a type that is not supported. */
export function receiverMessage(notification: Notification, options: RequestOptions): ReceiverMessage {
  const { receiver, group, contactPoint } = notification;
  const message = messageOf(notification, numberSetting(receiver, 'maxAlerts'), options.environment);
  const write = WRITERS[receiver.type];
  if (write === undefined)
    throw new Error(`the contact point ${contactPoint} has the type ${receiver.type}, which is not supported`);
  return write({ ...options, message, receiver, key: group.key });
}

const WRITERS: Readonly<Record<string, (draft: Draft) => ReceiverMessage>> = {
  webhook,
  email,
  slack,
  pagerduty,
  teams,
};

function webhook(draft: Draft): HttpMessage {
  const { message, receiver } = draft;
  const title = expanded(draft, 'title', '{{ template "default.title" . }}');
  const text = expanded(draft, 'message', '{{ template "default.message" . }}');
  return {
    ...post(textSetting(receiver, 'url'), webhookBody(message, title, text), {
      ...authorization(receiver),
      ...(receiver.settings.headers as Readonly<Record<string, string>> | undefined),
    }),
    method: textSetting(receiver, 'httpMethod') || 'POST',
  };
}

function email(draft: Draft): EmailMessage {
  const to = textSetting(draft.receiver, 'addresses').split(/[;,\n]/);
  return {
    kind: 'email',
    to: to.map((address) => address.trim()).filter((address) => address !== ''),
    single: draft.receiver.settings.singleEmail === true,
    subject: expanded(draft, 'subject', '{{ template "default.title" . }}'),
    text: expanded(draft, 'message', '{{ template "default.message" . }}'),
  };
}

const COLOURS = { firing: '#D63232', resolved: '#36a64f' } as const;

/** An incoming webhook, or `chat.postMessage` with a token. */
function slack(draft: Draft): HttpMessage {
  const { message, receiver } = draft;
  const token = textSetting(receiver, 'token');
  const title = expanded(draft, 'title', '{{ template "slack.default.title" . }}');
  const attachment = {
    title,
    title_link: `${message.externalUrl}alerting/list`,
    text: expanded(draft, 'text', '{{ template "slack.default.text" . }}'),
    fallback: title,
    color: expanded(draft, 'color', '') || COLOURS[message.status],
    footer: expanded(draft, 'footer', `Grafana v${message.appVersion}`),
    ts: Math.floor(message.timeMs / 1000),
  };
  const body = {
    channel: textSetting(receiver, 'recipient') || undefined,
    username: expanded(draft, 'username', 'Grafana'),
    icon_emoji: textSetting(receiver, 'icon_emoji') || undefined,
    icon_url: textSetting(receiver, 'icon_url') || undefined,
    text: title,
    attachments: [attachment],
  };
  const endpoint = textSetting(receiver, 'endpointUrl') || 'https://slack.com/api/chat.postMessage';
  const url = textSetting(receiver, 'url') || endpoint;
  return post(url, body, token === '' ? {} : { authorization: `Bearer ${token}` });
}

/** An event of PagerDuty's Events API v2; the group key makes repeated events one incident. */
function pagerduty(draft: Draft): HttpMessage {
  const { message, receiver, key } = draft;
  const isFiring = message.status === 'firing';
  const summary = expanded(draft, 'summary', '{{ template "pagerduty.default.description" . }}');
  const body = {
    routing_key: textSetting(receiver, 'integrationKey'),
    dedup_key: key,
    event_action: isFiring ? 'trigger' : 'resolve',
    client: expanded(draft, 'client', 'Grafana'),
    client_url: expanded(draft, 'client_url', message.externalUrl),
    payload: {
      summary: summary.slice(0, 1024),
      source: expanded(draft, 'source', 'Grafana'),
      severity: expanded(draft, 'severity', 'critical').toLowerCase(),
      class: expanded(draft, 'class', 'default'),
      component: expanded(draft, 'component', 'Grafana'),
      group: expanded(draft, 'group', 'default'),
      custom_details: pagerdutyDetails(draft),
    },
  };
  return post(textSetting(receiver, 'url') || 'https://events.pagerduty.com/v2/enqueue', body, {});
}

function pagerdutyDetails(draft: Draft): Readonly<Record<string, string>> {
  const { message, receiver, expand } = draft;
  const defaults = {
    firing: '{{ template "pagerduty.default.instances" .Alerts.Firing }}',
    resolved: '{{ template "pagerduty.default.instances" .Alerts.Resolved }}',
    num_firing: '{{ .Alerts.Firing | len }}',
    num_resolved: '{{ .Alerts.Resolved | len }}',
  };
  const own = (receiver.settings.details ?? {}) as Readonly<Record<string, string>>;
  return Object.fromEntries(
    Object.entries({ ...defaults, ...own }).map(([name, text]) => [name, expand(text, message)]),
  );
}

/** A message with one adaptive card. */
function teams(draft: Draft): HttpMessage {
  const { message, receiver } = draft;
  const title = expanded(draft, 'title', '{{ template "default.title" . }}');
  const block = (text: string, more: object): object => ({ type: 'TextBlock', text, wrap: true, ...more });
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      block(title, { size: 'large', weight: 'bolder', color: message.status === 'firing' ? 'attention' : 'good' }),
      block(expanded(draft, 'message', '{{ template "teams.default.message" . }}'), {}),
    ],
    actions: [{ type: 'Action.OpenUrl', title: 'View URL', url: `${message.externalUrl}alerting/list` }],
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
  return post(textSetting(receiver, 'url'), { type: 'message', summary: title, attachments: [attachment] }, {});
}

function post(url: string, body: object, headers: Readonly<Record<string, string>>): HttpMessage {
  return {
    kind: 'http',
    url,
    method: 'POST',
    headers: { 'user-agent': 'Grafana', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function authorization(receiver: Receiver): Readonly<Record<string, string>> {
  const [user, password] = [textSetting(receiver, 'username'), textSetting(receiver, 'password')];
  if (user !== '' && password !== '') return { authorization: `Basic ${btoa(latin1(`${user}:${password}`))}` };
  const credentials = textSetting(receiver, 'authorization_credentials');
  if (credentials === '') return {};
  return { authorization: `${textSetting(receiver, 'authorization_scheme') || 'Bearer'} ${credentials}` };
}

/** UTF-8 as one character a byte, which is what btoa takes. */
function latin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function expanded({ receiver, expand, message }: Draft, key: string, fallback: string): string {
  const text = textSetting(receiver, key) || fallback;
  return text.includes('{{') ? expand(text, message) : text;
}

function textSetting({ settings }: Receiver, key: string): string {
  const value = settings[key];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function numberSetting({ settings }: Receiver, key: string): number {
  const value = Number(settings[key] ?? 0);
  return Number.isInteger(value) && value > 0 ? value : 0;
}
