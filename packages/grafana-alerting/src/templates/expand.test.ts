import { Labels } from '@firedrill/timeseries';
import { RuleTexts, TemplateExpander } from './expand';
import { TemplateDot, type TemplateData } from './template-data';
import { templateFunctions } from './template-functions';

const data: TemplateData = {
  labels: { alertname: 'High load', instance: 'server-1:9090', job: 'api' },
  captures: [
    { name: 'A', labels: Labels.of({ instance: 'server-1:9090' }), value: 81.25 },
    { name: 'B', labels: Labels.of({ instance: 'server-1:9090', job: 'api' }), value: 1_234_567.891 },
    { name: 'N', labels: Labels.EMPTY, value: null },
  ],
  value: () => "[ var='A' value=81.25 ]",
};
const environment = { externalUrl: 'http://localhost:3000/grafana/', nowMs: Date.parse('2024-01-01T00:00:00Z') };

const expand = (template: string): string => {
  const expansion = new TemplateExpander().at(environment)(template, data);
  return expansion.ok ? expansion.text : `error: ${expansion.error.message}`;
};

test.each([
  ['{{ $labels.instance }} of {{ .Labels.job }}', 'server-1:9090 of api'],
  ['{{ $labels }}', 'alertname=High load, instance=server-1:9090, job=api'],
  ['{{ $values.A }} {{ $values.A.Value }} {{ $values.A.Labels.instance }}', '81.25 81.25 server-1:9090'],
  ['{{ $values.B }} {{ $values.B.Value }}', '1234567.891 1.234567891e+06'],
  ['{{ $values.N }}', 'NaN'],
  ['{{ $value }}', "[ var='A' value=81.25 ]"],
  ['{{ $labels.nope }} {{ $values.Z.Value }} <no value>', '[no value] [no value] [no value]'],
  ['{{ index $labels "nope" }}|{{ index $values "Z" }}', '|0'],
  ['{{ if gt $values.A.Value 80.0 }}high{{ end }}', 'high'],
  ['{{ define "x" }}{{ .Labels.job }}{{ end }}{{ template "x" . }}', 'api'],
  ['plain', 'plain'],
])('%s gives %s', (template, expected) => {
  expect(expand(template)).toBe(expected);
});

test.each([
  ['{{ gt $values.A.Value 80 }}', 'incompatible types for comparison'],
  ['{{ define "x" }}{{ $labels.job }}{{ end }}', 'undefined variable "$labels"'],
  ['{{ .Foo }}', "can't evaluate field Foo"],
  ['{{ humanize $labels.job }}', 'strconv.ParseFloat: parsing "api": invalid syntax'],
  ['{{ match "a(" "x" }}', 'error calling match'],
])('%s fails: %s', (template, message) => {
  expect(expand(template)).toContain(message);
});

test('one text that fails keeps its template, the others expand', () => {
  const texts = new RuleTexts({ good: '{{ $labels.job }}', bad: '{{ $nope }}', plain: 'a <no value>' });
  const expanded = texts.expand(new TemplateDot(data), templateFunctions(environment));
  expect(expanded).toEqual({ good: 'api', bad: '{{ $nope }}', plain: 'a [no value]' });
});

test('a template of an imported Prometheus rule has the number of its query as $value', () => {
  const imported = { ...data, captures: [{ name: 'query', labels: Labels.EMPTY, value: 81.25 }] };
  const expandOne = new TemplateExpander().at(environment);
  const text = '{{ _prometheusMode }}{{ $value | printf "%.1f" }} on {{ $labels.job }}';
  expect(expandOne(text, imported)).toEqual({ ok: true, text: '81.2 on api' });
});

test.each([
  ['humanize 1234567.0', '1.235M'],
  ['humanize 0.0015', '1.5m'],
  ['humanize "1_000"', '1k'],
  ['humanize 0', '0'],
  ['humanize1024 1500.0', '1.465ki'],
  ['humanizePercentage 0.1235', '12.35%'],
  ['humanizeDuration 100000', '1d 3h 46m 40s'],
  ['humanizeDuration 3600', '1h 0m 0s'],
  ['humanizeDuration 12.345', '12.35s'],
  ['humanizeDuration 0.0001', '100us'],
  ['humanizeDuration -0.1', '-100ms'],
  ['humanizeTimestamp 1704067200.5', '2024-01-01 00:00:00.5 +0000 UTC'],
  ['title "hello wOrld foo-bar"', 'Hello WOrld Foo-Bar'],
  ['toUpper "straße"', 'STRAßE'],
  ['toLower "ÄBC"', 'äbc'],
  ['match "^server" $labels.instance', 'true'],
  ['reReplaceAll "(.*):.*" "$1" $labels.instance', 'server-1'],
  ['reReplaceAll "x*" "-" "abxd"', '-a-b-d-'],
  ['stripPort $labels.instance', 'server-1'],
  ['stripDomain "db.example.org:5432"', 'db:5432'],
  ['parseDuration "1h30m"', '5400'],
  ['externalURL', 'http://localhost:3000/grafana/'],
  ['pathPrefix', '/grafana/'],
  ['args 1 "a"', 'map[arg0:1 arg1:a]'],
  ['query "up"', '[]'],
  ['filterLabels $labels "job"', 'job=api'],
  ['removeLabelsRe $labels "^(job|alert.*)$"', 'instance=server-1:9090'],
  ['mergeLabelValues $values', 'instance=server-1:9090, job=api'],
  ['urlQueryEscape "a b&c"', 'a+b%26c'],
  ['graphLink "no json"', ''],
])('%s gives %s', (call, expected) => {
  expect(expand(`{{ ${call} }}`)).toBe(expected);
});
