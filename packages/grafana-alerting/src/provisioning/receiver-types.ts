/** What Grafana knows of one type of receiver. */
export interface ReceiverType {
  /** Text that must be there and not empty. */
  readonly required: readonly string[];
  /** Text that may be there. */
  readonly text?: readonly string[];
  /** Keys that are no plain text: numbers, booleans, lists and maps. */
  readonly other?: readonly string[];
  /** The values that a key may have, when not all. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Ways to say where to send, of which one must be complete. */
  readonly oneOf?: readonly (readonly string[])[];
  /** Keys that hold a URL which Grafana parses when it loads the file. */
  readonly urls?: readonly string[];
  /** Keys whose text has a form. */
  readonly patterns?: Readonly<Record<string, { readonly pattern: RegExp; readonly expected: string }>>;
  /** Keys which exclude each other when all of both sides are set. */
  readonly exclusive?: readonly [readonly string[], readonly string[]];
}

const WEBHOOK_AUTH = ['username', 'password', 'authorization_scheme', 'authorization_credentials'];
const TEXTS = ['title', 'message'];

/** Grafana's receivers by their own spelling. */
export const RECEIVER_TYPES: Readonly<Record<string, ReceiverType>> = {
  webhook: {
    required: ['url'],
    text: ['httpMethod', ...WEBHOOK_AUTH, ...TEXTS],
    other: ['maxAlerts', 'headers', 'payload', 'tlsConfig', 'hmacConfig'],
    exclusive: [['username', 'password'], ['authorization_credentials']],
  },
  email: { required: ['addresses'], text: ['message', 'subject'], other: ['singleEmail'] },
  slack: {
    required: [],
    oneOf: [['url'], ['token', 'recipient']],
    text: [
      ...['username', 'icon_emoji', 'icon_url', 'mentionUsers', 'mentionGroups', 'mentionChannel', 'endpointUrl'],
      ...['color', 'title', 'text', 'footer'],
    ],
    values: { mentionChannel: ['', 'here', 'channel'] },
    urls: ['url', 'endpointUrl'],
  },
  pagerduty: {
    required: ['integrationKey'],
    text: ['severity', 'class', 'component', 'group', 'summary', 'source', 'client', 'client_url', 'url'],
    other: ['details'],
  },
  opsgenie: {
    required: ['apiKey'],
    text: ['apiUrl', 'message', 'description', 'sendTagsAs'],
    other: ['autoClose', 'overridePriority', 'responders'],
    values: { sendTagsAs: ['', 'tags', 'details', 'both'] },
  },
  teams: { required: ['url'], text: ['sectiontitle', ...TEXTS] },
  discord: { required: ['url'], text: ['avatar_url', ...TEXTS], other: ['use_discord_username'] },
  telegram: {
    required: ['bottoken', 'chatid'],
    text: ['message_thread_id', 'message', 'parse_mode'],
    other: ['disable_web_page_preview', 'protect_content', 'disable_notifications'],
    values: { parse_mode: ['', 'none', 'markdown', 'markdownv2', 'html'] },
  },
  googlechat: { required: ['url'], text: TEXTS, other: ['hide_open_button', 'hide_version_info'] },
  victorops: { required: ['url'], text: ['messageType', 'title', 'description'] },
  pushover: {
    required: ['apiToken', 'userKey'],
    text: ['device', 'sound', 'okSound', ...TEXTS],
    other: ['priority', 'okPriority', 'retry', 'expire'],
  },
  kafka: {
    required: ['kafkaRestProxy', 'kafkaTopic'],
    text: ['username', 'password', 'apiVersion', 'kafkaClusterId', 'description', 'details'],
  },
  'prometheus-alertmanager': { required: ['url'], text: ['basicAuthUser', 'basicAuthPassword'], urls: ['url'] },
  oncall: {
    required: ['url'],
    text: ['httpMethod', ...WEBHOOK_AUTH, ...TEXTS],
    other: ['maxAlerts'],
    exclusive: [['username', 'password'], ['authorization_credentials']],
  },
  sns: {
    required: [],
    oneOf: [['topic_arn'], ['phone_number'], ['target_arn']],
    text: ['api_url', 'subject', 'message'],
    other: ['sigv4', 'attributes'],
  },
  mqtt: {
    required: ['brokerUrl', 'topic'],
    text: ['messageFormat', 'clientId', 'message', 'username', 'password'],
    other: ['qos', 'retain', 'tlsConfig'],
  },
  jira: {
    required: ['api_url', 'project', 'issue_type'],
    oneOf: [['user', 'password'], ['api_token']],
    text: ['summary', 'description', 'priority', 'resolve_transition', 'reopen_transition', 'wont_fix_resolution'],
    other: ['labels', 'fields', 'reopen_duration', 'dedup_key_field'],
  },
  dingding: { required: ['url'], text: ['msgType', ...TEXTS] },
  line: { required: ['token'], text: ['title', 'description'] },
  threema: {
    required: ['gateway_id', 'recipient_id', 'api_secret'],
    text: ['title', 'description'],
    patterns: {
      gateway_id: { pattern: /^\*.{7}$/, expected: '8 characters that start with *' },
      recipient_id: { pattern: /^.{8}$/, expected: '8 characters' },
    },
  },
  sensugo: { required: ['url', 'apikey'], text: ['entity', 'check', 'handler', 'namespace', 'message'] },
  webex: { required: ['bot_token', 'room_id'], text: ['api_url', 'message'] },
  wecom: {
    required: [],
    oneOf: [['url'], ['agent_id', 'corp_id', 'secret']],
    text: ['msgtype', 'touser', ...TEXTS],
  },
};
