import { QueryError } from '@firedrill/query-core';
import { goFunction, GoMap, GoStruct, parseTemplate, renderTemplate, type GoFunctions, type GoValue } from '.';

const functions: GoFunctions = {
  upper: goFunction(['string'], (text: string) => text.toUpperCase()),
  half: goFunction(['float64'], (value: number) => value / 2),
  boom: goFunction([], () => {
    throw new QueryError('execution', 'boom');
  }),
};

const data = new GoStruct('Data', {
  Labels: GoMap.ofStrings({ job: 'api', zone: 'a' }),
  List: ['x', 'y'],
  Count: 3n,
  Ratio: 0.5,
  Empty: '',
  Nothing: null,
  Value: new GoStruct('Value', { Number: 2 }, '2'),
});

function render(text: string, options: { readonly missingKey?: 'zero' } = {}): string {
  const parsed = parseTemplate(text, functions);
  if (!parsed.ok) throw parsed.error;
  const rendered = renderTemplate(parsed.template, data, { functions, ...options });
  if (!rendered.ok) throw rendered.error;
  return rendered.text;
}

describe('text and actions', () => {
  test.each([
    ['no braces', 'no braces'],
    ['}} stray { {x} }', '}} stray { {x} }'],
    ['{{ .Labels.job }}', 'api'],
    ['a {{- " b " -}} c', 'a b c'],
    ['a{{/* comment */}}b {{- /* trimmed */ -}} c', 'abc'],
    ['{{ `raw\\n` }} {{ "tab\\t\\u00e9" }}', 'raw\\n tab\té'],
    [
      "{{ 1 }} {{ -5 }} {{ 1_000 }} {{ 0x1f }} {{ 010 }} {{ 1.0 }} {{ 1e6 }} {{ 'a' }} {{ 2i }}",
      '1 -5 1000 31 8 1 1e+06 97 (0+2i)',
    ],
    ['{{ true }} {{ .Count }} {{ .Ratio }} {{ .List }} {{ .Labels }}', 'true 3 0.5 [x y] map[job:api zone:a]'],
    ['{{ .Value }} {{ .Value.Number }} {{ .Value.String }}', '2 2 2'],
    ['{{ .Labels.nope }} {{ .Labels.nope.deeper }}', '<no value> <no value>'],
    ['{{ (index .Labels "job") | upper | printf "%s!" }}', 'API!'],
    ['{{ printf "%d-%s" .Count .Labels.job }}', '3-api'],
  ])('%s gives %s', (text, expected) => {
    expect(render(text)).toBe(expected);
  });

  test('a missing key can give the zero value of the map', () => {
    expect(render('[{{ .Labels.nope }}]', { missingKey: 'zero' })).toBe('[]');
  });
});

describe('control structures', () => {
  test.each([
    ['{{ if .Empty }}a{{ else if eq .Count 3 }}b{{ else }}c{{ end }}', 'b'],
    ['{{ with .Labels.job }}<{{ . }}>{{ end }}{{ with .Empty }}x{{ else }}none{{ end }}', '<api>none'],
    ['{{ range .List }}{{ . }},{{ end }}{{ range .Nothing }}x{{ else }}none{{ end }}', 'x,y,none'],
    ['{{ range $i, $x := .List }}{{ $i }}={{ $x }} {{ end }}', '0=x 1=y '],
    ['{{ range $k, $v := .Labels }}{{ $k }}={{ $v }} {{ end }}', 'job=api zone=a '],
    ['{{ range 3 }}{{ . }}{{ end }}', '012'],
    ['{{ range .List }}{{ if eq . "y" }}{{ break }}{{ end }}{{ . }}{{ end }}', 'x'],
    ['{{ range .List }}{{ if eq . "x" }}{{ continue }}{{ end }}{{ . }}{{ end }}', 'y'],
    ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}', '2'],
    ['{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}', '21'],
    ['{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" .Labels.job }}', '<api>'],
    ['{{ block "b" .Count }}[{{ . }}]{{ end }}', '[3]'],
    ['{{ with $y := .Count }}{{ $y }}{{ $.Ratio }}{{ end }}', '30.5'],
  ])('%s gives %s', (text, expected) => {
    expect(render(text)).toBe(expected);
  });
});

describe('Go’s own functions', () => {
  test.each([
    ['{{ and 1 0 2 }} {{ or 0 "" "x" }} {{ not .Empty }}', '0 x true'],
    ['{{ and false (index "abc" 9) }}', 'false'],
    [
      '{{ eq 1 2 1 }} {{ ne "a" "b" }} {{ lt 1 2 }} {{ le 2 2 }} {{ gt 3 2 }} {{ ge 2 3 }}',
      'true true true true true false',
    ],
    ['{{ eq .Labels.nope nil }} {{ eq .Labels.nope "" }}', 'true false'],
    ['{{ len "größe" }} {{ len .List }} {{ len .Labels }}', '7 2 2'],
    ['{{ index .List 1 }} {{ index .Labels "nope" }}| {{ slice "abcdef" 1 3 }}', 'y | bc'],
    ['{{ print 1 2 "a" "b" 3 }}|{{ println "a" 1 }}', '1 2a b3|a 1\n'.replace('a b', 'ab')],
    [
      '{{ html "<a b=\'c\'>" }} {{ js "it\'s <b>" }} {{ urlquery "a b&c" }}',
      "&lt;a b=&#39;c&#39;&gt; it\\'s \\u003Cb\\u003E a+b%26c",
    ],
  ])('%s gives %s', (text, expected) => {
    expect(render(text)).toBe(expected);
  });
});

describe('errors', () => {
  test.each([
    ['{{ nofunc }}', 'syntax', 'function "nofunc" not defined', 3, 9],
    ['{{ $x }}', 'syntax', 'undefined variable "$x"', 3, 5],
    ['{{ .Labels.job', 'syntax', 'unclosed action', 0, 14],
    ['{{ end }}', 'syntax', 'unexpected {{end}}', 3, 6],
    ['{{ if true }}x', 'syntax', 'unexpected EOF', 14, 14],
    ['{{ if true }}{{ else }}{{ else }}{{ end }}', 'syntax', 'expected end; found {{else}}', 26, 30],
    ['{{ }}', 'syntax', 'missing value for command', 3, 5],
    ['{{ ( .Count }}', 'syntax', 'unclosed left paren', 12, 12],
    ['{{ .Count > 2 }}', 'syntax', 'unexpected ">" in operand', 10, 11],
    ['{{ "open }}', 'syntax', 'unterminated quoted string', 3, 11],
    ['{{ break }}', 'syntax', '{{break}} outside {{range}}', 3, 8],
    ['{{ $x := 5 }}{{ define "t" }}{{ $x }}{{ end }}', 'syntax', 'undefined variable "$x"', 32, 34],
    ['{{ .Nope }}', 'execution', "can't evaluate field Nope in type Data", 3, 9],
    ['{{ nil }}', 'execution', 'nil is not a command', 3, 7],
    ['{{ upper 5 }}', 'execution', 'expected string; found 5', 3, 11],
    ['{{ upper .Count }}', 'execution', 'wrong type for value; expected string; got int', 3, 16],
    ['{{ half .Count }}', 'execution', 'wrong type for value; expected float64; got int', 3, 15],
    ['{{ upper }}', 'execution', 'wrong number of args for upper: want 1 got 0', 3, 9],
    ['{{ boom }}', 'execution', 'error calling boom: boom', 3, 8],
    ['{{ eq 1 1.0 }}', 'execution', 'error calling eq: incompatible types for comparison: int and float64', 3, 12],
    ['{{ index "abc" 5 }}', 'execution', 'error calling index: index out of range: 5', 3, 17],
    ['{{ template "x" }}', 'execution', 'template "x" not defined', 3, 11],
    ['{{ range "abc" }}{{ end }}', 'execution', "range can't iterate over abc", undefined, undefined],
  ])('%s: %s error, %s', (text, kind, message, start, end) => {
    let thrown: unknown;
    try {
      render(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(QueryError);
    expect(thrown).toMatchObject({ kind, message, ...(start !== undefined && { span: { start, end } }) });
  });

  test('a template that calls itself without end is stopped', () => {
    expect(() => render('{{ define "t" }}{{ template "t" }}{{ end }}{{ template "t" }}')).toThrow(
      'exceeded maximum template depth',
    );
  });

  test('an integer literal serves as a float where a float is wanted', () => {
    expect(render('{{ half 5 }}')).toBe('2.5');
  });
});

test('functions see the values as they are', () => {
  const seen: GoValue[] = [];
  const spy: GoFunctions = {
    spy: goFunction(['any'], (...args: GoValue[]) => void seen.push(...args), { variadic: true }),
  };
  const parsed = parseTemplate('{{ spy 1 2.5 "x" true nil }}', spy);
  if (parsed.ok) renderTemplate(parsed.template, null, { functions: spy });
  expect(seen).toEqual([1n, 2.5, 'x', true, null]);
});
