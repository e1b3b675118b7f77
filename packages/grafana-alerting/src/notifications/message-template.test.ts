import { createTextExpander } from './message-template';
import type { Message, MessageAlert } from './notification-message';

const alert: MessageAlert = {
  status: 'firing',
  labels: { alertname: 'Low stock', product: 'Mug' },
  annotations: { summary: 'the mugs run out', data: '{"left": 2, "shelves": ["a", "b"]}' },
  startsAtMs: Date.parse('2024-01-01T00:00:00Z'),
  endsAtMs: undefined,
  ...{ generatorUrl: '', fingerprint: 'f', silenceUrl: '', dashboardUrl: '', panelUrl: '' },
  ...{ values: { A: 2 }, valueString: '', ruleUid: 'low-stock' },
};
const message: Message = {
  ...{ receiver: 'chat', status: 'firing', alerts: [alert], truncatedAlerts: 0 },
  ...{ groupLabels: { alertname: 'Low stock' }, commonLabels: alert.labels, commonAnnotations: alert.annotations },
  ...{ externalUrl: 'http://grafana/', groupKey: '{}', orgId: 1, appVersion: '12.4.0' },
  timeMs: Date.parse('2024-01-01T01:02:03Z'),
};
const TEMPLATES = [
  { template: '{{ define "line" }}{{ .Labels.product }} is {{ .Status }}{{ end }}' },
  { template: '{{ define "again" }}{{ tmpl.Exec "again" . }}{{ end }}' },
];
const expand = createTextExpander(TEMPLATES);

test.each([
  ['{{ template "default.title" . }}', '[FIRING:1] Low stock (Mug)'],
  ['{{ range .Alerts }}{{ since .StartsAt }}{{ end }}', '1h2m3s'],
  ['{{ range .Alerts }}{{ (since .StartsAt).Minutes | printf "%.2f" }}{{ end }}', '62.05'],
  ['{{ time.Now }}', '2024-01-01 01:02:03 +0000 UTC'],
  ['{{ time.Now.Format "15:04" }} {{ time.Now | tz "Europe/Berlin" | date "15:04" }}', '01:02 02:02'],
  ['{{ tmpl.Exec "line" (index .Alerts 0) | toUpper }}', 'MUG IS FIRING'],
  ['{{ range .Alerts }}{{ tmpl.Inline "{{ .Status }}!" . }}{{ end }}', 'firing!'],
  ['{{ tmpl.Inline "named" "{{ .Status }}?" . }}', 'firing?'],
  ['{{ $d := coll.Dict "a" 1 "b" "x" }}{{ $d.a }}{{ $d.b }}', '1x'],
  ['{{ range coll.Slice "a" "b" | coll.Append "c" }}{{ . }}{{ end }}', 'abc'],
  ['{{ coll.Dict "n" 1 "l" (coll.Slice "a") | data.ToJSON }}', '{"l":["a"],"n":1}'],
  ['{{ coll.Dict "n" 1 | data.ToJSONPretty "  " }}', '{\n  "n": 1\n}'],
  ['{{ $d := data.JSON .CommonAnnotations.data }}{{ $d.left }} {{ index $d.shelves 1 }}', '2 b'],
  ['{{ .CommonLabels | toJson }}', '{"alertname":"Low stock","product":"Mug"}'],
  ['{{ .CommonLabels.nope }}', '[no value]'],
])('%s gives %s', (text, expected) => {
  expect(expand(text, message)).toBe(expected);
});

test.each([
  ['{{ tmpl.Exec "nope" . }}', 'template "nope" not defined'],
  ['{{ template "again" . }}', 'exceeded maximum template depth'],
  ['{{ data.JSON "{" }}', 'error calling JSON'],
  ['{{ coll.Append "a" }}', 'wrong number of args for Append: want 2 got 1'],
  ['{{ coll.Nope }}', "can't evaluate field Nope"],
  ['{{ since "yesterday" }}', 'wrong type for value; expected time.Time; got string'],
])('%s fails: %s', (text, problem) => {
  expect(() => expand(text, message)).toThrow(problem);
});
