import { formatProblem } from '@firedrill/config-file';
import { loadAlerting, type AlertingProvisioning } from '../index';

const POINT = 'contactPoints: [{ name: console, receivers: [{ uid: c, type: webhook, settings: { url: $URL } }] }]\n';
const MUTE = 'muteTimes: [{ name: nights, time_intervals: [{ times: [{ start_time: "22:00", end_time: "24:00" }] }] }]\n';

function load(...texts: string[]): AlertingProvisioning {
  const files = texts.map((text, index) => ({ name: `${index + 1}.yaml`, text }));
  return loadAlerting(files, { environment: { URL: 'http://inbox/', LEVEL: 'critical' } });
}

const problems = (loaded: AlertingProvisioning): string[] => loaded.problems.map(formatProblem);
/** The codes of what Grafana refuses or what looks wrong; what only we do not support is left out. */
const codes = (loaded: AlertingProvisioning): (string | undefined)[] =>
  loaded.problems.map(({ code }) => code).filter((code) => code !== 'not-supported');

test('a contact point, a tree, a mute time and a template are read', () => {
  const policy = `policies:
  - receiver: console
    group_by: [alertname]
    group_wait: 10s
    routes:
      - matchers: ['severity="$LEVEL"', '{team=~"a|b", x!=y}']
        object_matchers: [[z, '!~', '"q"']]
        mute_time_intervals: [nights]
        continue: true
`;
  const loaded = load(POINT, policy, MUTE, 'templates: [{ name: line, template: "{{ .Status }}" }]');
  expect(loaded.problems).toEqual([]);
  expect(loaded.contactPoints).toEqual([
    {
      orgId: 1,
      name: 'console',
      receivers: [{ uid: 'c', type: 'webhook', settings: { url: 'http://inbox/' }, disableResolveMessage: false }],
    },
  ]);
  expect(loaded.policies[0]?.root).toMatchObject({ receiver: 'console', groupBy: ['alertname'], groupWaitMs: 10_000 });
  const [route] = loaded.policies[0]?.root.routes ?? [];
  expect(route).toMatchObject({ receiver: undefined, continue: true, muteTimeIntervals: ['nights'] });
  expect(route?.matchers.map(({ name, operator, value }) => `${name}${operator}${value}`)).toEqual([
    'severity=critical',
    'team=~a|b',
    'x!=y',
    'z!~q',
  ]);
  expect(loaded.muteTimes).toEqual([{ orgId: 1, name: 'nights', intervals: [{ times: [{ start: 1320, end: 1440 }] }] }]);
  expect(loaded.templates).toEqual([{ orgId: 1, name: 'line', template: '{{ define "line" }}\n  {{ .Status }}\n{{ end }}' }]);
});

test.each([
  ['url: ""', 'missing-setting'],
  ['url: [a]', 'bad-setting-type'],
  ['url: x, username: a, password: b, authorization_credentials: c', 'conflicting-settings'],
  ['url: x, method: PUT', 'unknown-key'],
])('webhook settings { %s } are %s', (settings, code) => {
  expect(codes(load(POINT.replace('url: $URL', settings)))).toEqual([code]);
});

test.each([
  ['slack', 'token: t', 'missing-setting'],
  ['slack', 'url: "://x"', 'bad-setting-value'],
  ['slack', 'url: http://x/, mentionChannel: everyone', 'bad-setting-value'],
  ['slack', 'url: http://x/, channel: a', 'unknown-key'],
  ['telegram', 'bottoken: t, chatid: "1", parse_mode: Fancy', 'bad-setting-value'],
  ['threema', 'gateway_id: "12345678", recipient_id: ABCDEFGH, api_secret: s', 'bad-setting-value'],
  ['wecom', 'agent_id: a, corp_id: c', 'missing-setting'],
  ['webhok', 'url: x', 'unknown-receiver-type'],
])('%s with { %s } is %s', (type, settings, code) => {
  expect(codes(load(POINT.replace('url: $URL', settings).replace('webhook', type)))).toEqual([code]);
});

test('an error says what was expected, what came and what is near', () => {
  expect(problems(load('policies: [{ receiver: consle }]', POINT))).toEqual([
    '1.yaml:1:24: error: policies[0].receiver: expected a name that exists (grafana-default-email, console), got "consle"\n  did you mean "console"?',
  ]);
});

test.each([
  ['group_by: [a]', 'missing-root-receiver'],
  ['receiver: console, match: { a: b }', 'root-matchers'],
  ['receiver: console, continue: true', 'root-continue'],
  ['receiver: console, mute_time_intervals: [nights]', 'root-time-intervals'],
  ['receiver: console, group_interval: 0s', 'zero-group-interval'],
  ['receiver: console, group_by: ["...", a]', 'group-by-wildcard-mixed'],
  ['receiver: console, group_by: [a, a]', 'group-by-duplicate'],
  ['receiver: console, group_by: [1]', 'wrong-type'],
  ['receiver: console, group_wait: soon', 'bad-duration'],
  ['receiver: console, orgId: 2', 'unknown-organisation'],
  ['receiver: console, routes: [{ object_matchers: [[a, "==", b]] }]', 'bad-matcher-operator'],
  ['receiver: console, routes: [{ object_matchers: [[a, "=~", "("]] }]', 'bad-regex'],
  ['receiver: console, routes: [{ matchers: ["a is b"] }]', 'bad-matcher'],
  ['receiver: console, routes: [{ matchers: "a=b" }]', 'wrong-type'],
  ['receiver: console, routes: [{ receiver: console }, abc]', 'wrong-type'],
  ['receiver: console, routes: [{ routes: [{ mute_time_intervals: [days] }] }]', 'unknown-time-interval'],
])('the policy { %s } is %s', (policy, code) => {
  expect(codes(load(POINT, `policies: [{ ${policy} }]`))).toEqual([code]);
});

test.each([
  ['times: [{ start_time: "22:00", end_time: "06:00" }]', 'bad-time-of-day'],
  ['times: [{ start_time: "8:00", end_time: "09:00" }]', 'bad-time-of-day'],
  ['times: [{ start_time: "08:00", end_time: "24:01" }]', 'bad-time-of-day'],
  ['weekdays: ["saturday:sunday"]', 'bad-weekday'],
  ['days_of_month: ["-5:20"]', 'bad-day-of-month'],
  ['days_of_month: ["0"]', 'bad-day-of-month'],
  ['months: [jan]', 'bad-month'],
  ['years: ["2026:2024"]', 'bad-year'],
  ['location: "+02:00"', 'bad-location'],
])('the interval { %s } is %s', (interval, code) => {
  expect(codes(load(`muteTimes: [{ name: m, time_intervals: [{ ${interval} }] }]`))).toEqual([code]);
});

test('calendar ranges are numbers', () => {
  const interval = 'weekdays: ["Monday:friday"], days_of_month: [1, "-3:-1"], months: ["may:august", 12], years: [2026], location: Europe/Berlin';
  expect(load(`muteTimes: [{ name: m, time_intervals: [{ ${interval} }] }]`).muteTimes[0]?.intervals).toEqual([
    {
      weekdays: [{ start: 1, end: 5 }],
      daysOfMonth: [
        { start: 1, end: 1 },
        { start: -3, end: -1 },
      ],
      months: [
        { start: 5, end: 8 },
        { start: 12, end: 12 },
      ],
      years: [{ start: 2026, end: 2026 }],
      location: 'Europe/Berlin',
    },
  ]);
});

test.each([
  ['{ name: t, template: "{{ nosuchfunc . }}" }', 'bad-template'],
  ['{ name: t, template: "{{ .Status" }', 'bad-template'],
  ['{ template: x }', 'missing-template-name'],
])('the template %s is %s', (template, code) => {
  expect(codes(load(`templates: [${template}]`))).toEqual([code]);
});

test('what is deleted or reset is gone, unless a policy needs it', () => {
  const used = load(`${POINT}${MUTE}`, 'policies: [{ receiver: console }]', 'deleteContactPoints: [{ uid: c }]\ndeleteMuteTimes: [{ name: nights }]');
  expect(problems(used)).toEqual(['3.yaml:1:30: error: deleteContactPoints[0].uid: the contact point "console" is used by a policy']);
  expect(used.muteTimes).toEqual([]);
  const reset = load(POINT, 'policies: [{ receiver: console }]\nresetPolicies: [1]', 'deleteContactPoints: [{ uid: c }]');
  expect(reset.problems).toEqual([]);
  expect(reset).toMatchObject({ contactPoints: [], policies: [] });
});
