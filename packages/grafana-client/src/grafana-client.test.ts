import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGrafanaClient, stateOf } from './index';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

let server: Server;
let requests: { method: string; path: string; authorization: string | undefined; body: string }[];
let answers: Record<string, Answer>;

beforeEach(async () => {
  requests = [];
  answers = {};
  server = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      requests.push({ method, path: url, authorization: headers.authorization, body });
      const answer = answers[url] ?? { status: 404, body: { message: 'Not found' } };
      outgoing.writeHead(answer.status ?? 200).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

function client(options: { user?: string; password?: string } = {}): ReturnType<typeof createGrafanaClient> {
  return createGrafanaClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...options });
}

test('reads rules with their instances, and takes null for an empty list', async () => {
  const alert = {
    labels: { alertname: 'Low stock' },
    annotations: null,
    state: 'Alerting',
    activeAt: 'x',
    value: '1e+00',
  };
  const rules = [
    { uid: 'low-stock', name: 'Low stock', state: 'firing', health: 'ok', duration: 0, alerts: [alert] },
    { uid: 'other', name: 'Other', state: 'inactive', health: 'ok', labels: null, alerts: null },
  ];
  answers['/api/prometheus/grafana/api/v1/rules'] = {
    body: { status: 'success', data: { groups: [{ name: 'inventory', file: 'Shop', interval: 10, rules }] } },
  };
  const [group] = await client().rules();
  expect(group?.rules.map((rule) => [rule.uid, rule.labels, rule.alerts.length])).toEqual([
    ['low-stock', {}, 1],
    ['other', {}, 0],
  ]);
});

test('posts an annotation with basic authentication', async () => {
  answers['/api/annotations'] = { body: { id: 1 } };
  await client({ user: 'admin', password: 'secret' }).annotate({ text: 'drill', tags: ['drill'], time: 5 });
  expect(requests).toEqual([
    {
      method: 'POST',
      path: '/api/annotations',
      authorization: 'Basic YWRtaW46c2VjcmV0',
      body: '{"text":"drill","tags":["drill"],"time":5}',
    },
  ]);
});

test.each([
  { name: 'a refusal', answer: { status: 401, body: {} }, message: /answered 401 \(set GRAFANA_ADMIN_USER/ },
  { name: 'another program', answer: { body: { hello: 1 } }, message: /unexpected answer at data/ },
])('$name is an error that says what came', async ({ answer, message }) => {
  answers['/api/prometheus/grafana/api/v1/alerts'] = answer;
  await expect(client().alerts()).rejects.toThrow(message);
});

test('nothing listening is an error that names the address', async () => {
  await expect(createGrafanaClient({ url: 'http://127.0.0.1:1' }).health()).rejects.toThrow(
    'http://127.0.0.1:1/api/health does not answer (ECONNREFUSED)',
  );
});

test.each([
  ['Normal (NoData)', 'Normal'],
  ['Alerting (NoData, KeepLast)', 'Alerting'],
  ['Pending', 'Pending'],
])('the state of %s is %s', (state, expected) => {
  expect(stateOf({ state })).toBe(expected);
});
