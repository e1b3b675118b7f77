/** Where alerts go: the console's inbox, whose address comes from the environment. */
export const CONTACT_POINTS = [
  {
    orgId: 1,
    name: 'console',
    receivers: [{ uid: 'console', type: 'webhook', settings: { url: '$CONSOLE_URL/inbox', httpMethod: 'POST' } }],
  },
] as const;

/** One tree: everything to the console, one notification for each rule. */
export const POLICIES = [
  {
    orgId: 1,
    receiver: 'console',
    group_by: ['grafana_folder', 'alertname'],
    group_wait: '10s',
    group_interval: '1m',
    repeat_interval: '4h',
  },
] as const;
