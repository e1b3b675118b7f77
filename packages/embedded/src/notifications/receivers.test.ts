import { loadAlerting, type SentAlert } from '@firedrill/grafana-alerting';
import { createServer as createHttpServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { createNotifier, type NotificationOutcome } from './notifier';
import { createSender, smtpSettings } from './send-message';

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

const received: Received[] = [];
const mails: string[] = [];
let status = 200;
let http: Server;
let smtp: TcpServer;

beforeAll(async () => {
  http = createHttpServer((request, response) => {
    void text(request).then((body) => {
      const { method, url: path, headers } = request;
      received.push({ method, path, headers, body: JSON.parse(body) });
      response.writeHead(status).end();
    });
  });
  smtp = createTcpServer((socket) => speakSmtp(socket, mails));
  for (const server of [http, smtp]) {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  }
});

afterAll(async () => {
  http.closeAllConnections();
  for (const server of [http, smtp]) await new Promise((closed) => server.close(closed));
});

beforeEach(() => {
  received.length = 0;
  mails.length = 0;
  status = 200;
});

/** Takes every mail: the least that a client of SMTP wants to hear. */
function speakSmtp(socket: Socket, taken: string[]): void {
  let pending = '';
  let isData = false;
  socket.write('220 test\r\n');
  socket.setEncoding('utf8').on('data', (chunk) => {
    pending += String(chunk);
    const end = isData ? '\r\n.\r\n' : '\r\n';
    for (let at = pending.indexOf(end); at >= 0; at = pending.indexOf(end)) {
      const line = pending.slice(0, at);
      pending = pending.slice(at + end.length);
      if (isData) taken.push(line);
      isData = !isData && line === 'DATA';
      if (line === 'QUIT') return void socket.end('221 bye\r\n');
      socket.write(isData ? '354 go on\r\n' : '250 ok\r\n');
      if (isData) return;
    }
  });
}

const ALERT: SentAlert = {
  labels: { alertname: 'Low stock', grafana_folder: 'Shop', __alert_rule_uid__: 'low-stock' },
  annotations: { summary: 'the mugs run out' },
  startsAtMs: 1_000,
  endsAtMs: 500_000,
  captures: [],
  valueText: '',
};
const RESOLVED: SentAlert = { ...ALERT, endsAtMs: 60_000 };

/** Sends one alert to a contact point, and after it the alert's end, and gives what came of both. */
async function notify(
  type: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<readonly NotificationOutcome[]> {
  let nowMs = 2_000;
  const file = {
    contactPoints: [{ name: 'there', receivers: [{ uid: 'there', type, settings }] }],
    policies: [{ receiver: 'there', group_by: ['alertname'], group_wait: '1s', group_interval: '1m' }],
  };
  const outcomes: NotificationOutcome[] = [];
  const { port } = smtp.address() as AddressInfo;
  const notifier = createNotifier({
    provisioning: loadAlerting([{ name: 'alerting.json', text: JSON.stringify(file) }], { environment: {} }),
    now: () => nowMs,
    externalUrl: 'http://grafana/',
    version: '12.4.0',
    send: createSender(smtpSettings({ GF_SMTP_HOST: `127.0.0.1:${port}`, GF_SMTP_FROM_ADDRESS: 'grafana@shop.test' })),
    onOutcome: (outcome) => void outcomes.push(outcome),
  });
  notifier.receive([ALERT]);
  nowMs = 10_000;
  await notifier.flushNow();
  nowMs = 90_000;
  notifier.receive([RESOLVED]);
  await notifier.flushNow();
  await notifier.stop();
  return outcomes;
}

function url(path: string): string {
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}${path}`;
}

test('a webhook is posted with its headers and credentials, firing and resolved', async () => {
  await notify('webhook', {
    url: url('/hook'),
    ...{ httpMethod: 'PUT', username: 'shop', password: 'secret', headers: { 'x-team': 'stock' } },
  });
  expect(received).toMatchObject([
    {
      method: 'PUT',
      path: '/hook',
      headers: { 'x-team': 'stock', authorization: 'Basic c2hvcDpzZWNyZXQ=' },
      body: { status: 'firing', alerts: [{ labels: { alertname: 'Low stock', grafana_folder: 'Shop' } }] },
    },
    { body: { status: 'resolved', alerts: [{ status: 'resolved', endsAt: '1970-01-01T00:01:00Z' }] } },
  ]);
});

test('Slack gets an attachment with title, text and the colour of the status', async () => {
  await notify('slack', { url: url('/services/T/B/X'), recipient: '#shop' });
  expect(received).toMatchObject([
    {
      path: '/services/T/B/X',
      body: {
        channel: '#shop',
        attachments: [
          { title: '[FIRING:1] Low stock (Shop)', text: expect.stringContaining('the mugs run out'), color: '#D63232' },
        ],
      },
    },
    { body: { attachments: [{ title: '[RESOLVED] Low stock (Shop)', color: '#36a64f' }] } },
  ]);
});

test('Slack with a token is asked at its API', async () => {
  await notify('slack', { endpointUrl: url('/api/chat.postMessage'), token: 'xoxb-1', recipient: '#shop' });
  expect(received[0]).toMatchObject({ path: '/api/chat.postMessage', headers: { authorization: 'Bearer xoxb-1' } });
});

test('PagerDuty gets a trigger and a resolve of one incident', async () => {
  await notify('pagerduty', { url: url('/v2/enqueue'), integrationKey: 'key', severity: 'WARNING' });
  const [trigger, resolve] = received.map(({ body }) => body as { readonly dedup_key: string });
  expect(trigger).toMatchObject({
    ...{ routing_key: 'key', event_action: 'trigger' },
    payload: { severity: 'warning', custom_details: { num_firing: '1', num_resolved: '0' } },
  });
  expect(resolve).toMatchObject({ event_action: 'resolve', dedup_key: trigger?.dedup_key });
  expect(trigger?.dedup_key).toMatch(/./);
});

test('Teams gets an adaptive card', async () => {
  await notify('teams', { url: url('/teams') });
  const [block] = [{ text: '[FIRING:1] Low stock (Shop)', color: 'attention' }];
  expect(received[0]?.body).toMatchObject({
    type: 'message',
    attachments: [
      { content: { type: 'AdaptiveCard', body: [block, { text: expect.stringContaining('the mugs run out') }] } },
    ],
  });
});

test('e-mail goes over SMTP to each address by itself', async () => {
  const outcomes = await notify('email', { addresses: 'ops@shop.test; stock@shop.test' });
  expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined]);
  expect(mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1])).toEqual([
    'ops@shop.test',
    'stock@shop.test',
    'ops@shop.test',
    'stock@shop.test',
  ]);
  expect(mails[0]).toContain('From: grafana@shop.test');
  expect(mails[0]).toContain('Subject: [FIRING:1] Low stock (Shop)');
  expect(mails[2]).toContain('Subject: [RESOLVED] Low stock (Shop)');
});

test('one e-mail goes to all addresses when it is asked for', async () => {
  await notify('email', { addresses: 'ops@shop.test,stock@shop.test', singleEmail: true });
  expect(mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1])).toEqual(Array(2).fill('ops@shop.test, stock@shop.test'));
});

test.each([
  ['webhook', {}],
  ['slack', {}],
  ['pagerduty', { integrationKey: 'key' }],
  ['teams', {}],
])('%s: an answer of 403 is a failed notification that says so', async (type, settings) => {
  status = 403;
  const outcomes = await notify(type, { url: url('/'), ...settings });
  expect(outcomes[0]?.error?.message).toBe(`${url('')} answered 403`);
});

test('without a mail server e-mail says what to set', async () => {
  const message = { kind: 'email', to: ['ops@shop.test'], single: true, subject: '', text: '' } as const;
  await expect(createSender(smtpSettings({}))(message)).rejects.toThrow('set GF_SMTP_HOST');
});
