import { Labels, LogStore } from '@firedrill/timeseries';
import { rangeQuery } from '../index';

/** Renders a template for the line `{"a":"x y"}` of 2026-11-20T10:00:14.4Z; its error text when it fails. */
function render(template: string): string {
  const store = new LogStore();
  store.push(Labels.of({ app: 'api', level: 'info' }), [
    { timestampNs: 1_795_168_814_400_000_000n, line: '{"a":"x y","n":[1,2],"o":{"k":null}}' },
  ]);
  const query = `{app="api"} | line_format ${JSON.stringify(template)}`;
  const result = rangeQuery(query, { startNs: 0n, endNs: 1n << 61n, stepNs: 1n, source: store });
  if (!result.ok) return result.error.message;
  const [stream] = result.value.type === 'streams' ? result.value.streams : [];
  const error = stream?.labels.get('__error_details__') ?? '';
  return error === '' ? (stream?.entries[0]?.line ?? '') : error;
}

test.each([
  // Texts
  [
    '{{ ToUpper "aß" }} {{ ToLower "AB" }} {{ upper .app }} {{ lower "X" }} {{ title "one two-three" }}',
    'ASS ab API x One Two-Three',
  ],
  ['{{ Replace "aaaa" "a" "b" 2 }} {{ Replace "aa" "a" "b" -1 }} {{ replace "a" "$&" "aba" }}', 'bbaa bb $&b$&'],
  [
    '[{{ Trim "xxaxx" "x" }}][{{ TrimLeft "xa" "x" }}][{{ TrimRight "ax" "x" }}][{{ trimAll "-" "--" }}]',
    '[a][a][a][]',
  ],
  ['{{ TrimPrefix "abc" "ab" }}{{ TrimSuffix "abc" "bc" }}{{ trimPrefix "z" "a" }}{{ trimSuffix "z" "az" }}', 'caaa'],
  ['[{{ TrimSpace " a " }}{{ trim " b " }}]', '[ab]'],
  ['{{ contains "b" "abc" }} {{ hasPrefix "a" "abc" }} {{ hasSuffix "b" "abc" }}', 'true true false'],
  ['{{ trunc 2 "abc" }} {{ trunc -2 "abc" }} {{ trunc 9 "abc" }}', 'ab bc abc'],
  ['{{ substr 1 2 "abc" }} {{ substr -1 2 "abc" }} {{ substr 1 -1 "abc" }}', 'b ab bc'],
  ['{{ indent 2 "a\\nb" }}|{{ nindent 1 "c" }}|{{ repeat 3 "x" }}', '  a\n  b|\n c|xxx'],
  [
    '[{{ alignLeft 4 "ab" }}][{{ alignRight 4 "ab" }}][{{ alignLeft 1 "ab" }}][{{ alignRight 1 "ab" }}][{{ alignLeft -1 "ab" }}]',
    '[ab  ][  ab][a][b][ab]',
  ],
  ['{{ b64enc "infö" }} {{ b64dec "aW5mw7Y=" }} {{ b64dec "!" }}', 'aW5mw7Y= infö illegal base64 data at input byte 0'],
  ['{{ urlencode "a b&c/d!" }} {{ urldecode "a%20b%C3%A4+c" }}', 'a+b%26c%2Fd%21 a bä c'],
  ['{{ default "d" .nosuch }} {{ .app | default "d" }}', 'd api'],
  [
    '{{ regexReplaceAll "(.)p(?P<rest>.)" .app "${rest}$1$$" }} {{ regexReplaceAllLiteral "p" .app "$1" }} {{ count "[ai]" .app }}',
    'ia$ a$1i 2',
  ],
  // Numbers
  ['{{ add 1 "2" 3.9 }} {{ sub 5 "x" }} {{ mul 2 3 }} {{ div 7 2 }} {{ mod 7 3 }}', '6 5 6 3 1'],
  [
    '{{ int "0x1F" }} {{ int "-010" }} {{ int "12a" }} {{ int true }} {{ float64 "1.5" }} {{ float64 "x" }}',
    '31 -8 0 1 1.5 0',
  ],
  [
    '{{ max 1 5 3 }} {{ min 4 2 9 }} {{ maxf 1 2.5 }} {{ minf 1 2.5 }} {{ ceil 1.2 }} {{ floor -1.2 }}',
    '5 2 2.5 1 2 -2',
  ],
  [
    '{{ addf 0.1 0.2 }} {{ subf 0.3 0.1 }} {{ mulf 1.1 1.1 }} {{ divf 1 3 }} {{ addf 1e21 1 }}',
    '0.3 0.2 1.21 0.3333333333333333 1e+21',
  ],
  ['{{ round 1.2345 2 }} {{ round 1.5 0 }} {{ round 1.3 0 0.2 }}', '1.23 2 2'],
  ['{{ bytes "2KB" }} {{ duration "1m30s" }} {{ duration_seconds "250ms" }}', '2000 90 0.25'],
  // Times
  ['{{ __timestamp__ | date "2006-01-02T15:04:05.000Z07:00" }}', '2026-11-20T10:00:14.400Z'],
  [
    '{{ __timestamp__ | date "Monday, 2 January 06 3:4:5PM .999 -07:00 MST 002" }}',
    'Friday, 20 November 26 10:0:14AM .4 +00:00 UTC 324',
  ],
  [
    '{{ __timestamp__ | unixEpoch }} {{ unixEpochMillis __timestamp__ }} {{ unixEpochNanos __timestamp__ }}',
    '1795168814 1795168814400 1795168814400000000',
  ],
  [
    '{{ toDate "2006-01-02" "2021-11-02" | unixEpoch }} {{ toDate "2006-01-02" "no" | date "2006" }}',
    '1635811200 0001',
  ],
  [
    '{{ toDateInZone "2006-01-02 15:04:05" "Europe/Berlin" "2021-11-02 12:00:00.5" | unixEpochMillis }}',
    '1635850800500',
  ],
  [
    '{{ toDate "Jan _2 2006 03:04 pm -0700" "Nov  2 2021 01:30 pm +0200" | unixEpoch }} {{ toDateInZone "06" "Nowhere/None" "70" | unixEpoch }}',
    '1635852600 0',
  ],
  [
    '{{ (unixToTime "1679577215").UTC.Year }} {{ (unixToTime "19437").Month }} {{ unixToTime "1679577215123456" }}',
    '2023 March 2023-03-23 13:13:35.123456 +0000 UTC',
  ],
  [
    '{{ toDate "02/01/2006 15:04:05,000 Z07:00" "05/06/2021 07:08:09,123 Z" | date "Jan 2 __2 01 _2 15 03 4 5 pm Z07 -070000 Z0700" }}',
    'Jun 5 156 06  5 07 07 8 9 am Z +000000 Z',
  ],
  [
    '{{ toDate "Mon Monday January 2 2006 MST" "Tue Tuesday march 2 2021 UTC" | unixEpoch }} {{ toDate "2006-02-01" "2021-31-02" | date "2006" }}',
    '1614643200 0001',
  ],
  [
    '{{ __timestamp__ }} {{ __timestamp__.Weekday }} {{ 1 | date "2006" }} {{ date "2006" "x" }}',
    '2026-11-20 10:00:14.4 +0000 UTC Friday 1970 0001',
  ],
  // Data
  [
    '{{ $o := fromJson __line__ }}{{ $o.a }} {{ range $i, $n := $o.n }}{{ $i }}={{ $n }};{{ end }}{{ (fromJson "no").x }}',
    'x y 0=1;1=2;<no value>',
  ],
])('%s', (template, expected) => {
  expect(render(template)).toBe(expected);
});

test.each([
  ['{{ div 1 0 }}', 'error calling div: runtime error: integer divide by zero'],
  ['{{ mod 1 0 }}', 'error calling mod: runtime error: integer divide by zero'],
  ['{{ divf 1 0 }}', 'error calling divf: decimal division by 0'],
  ['{{ addf 1 (float64 "Inf") }}', 'error calling addf: Cannot create a Decimal from Infinity'],
  ['{{ duration "q" }}', 'error calling duration: time: invalid duration "q"'],
  ['{{ bytes "q" }}', 'error calling bytes: strconv.ParseFloat: parsing "": invalid syntax'],
  ['{{ urldecode "%zz" }}', 'error calling urldecode: invalid URL escape "%zz"'],
  ['{{ regexReplaceAll "(" .app "x" }}', 'error parsing regexp: missing closing ): `(`'],
  ['{{ repeat -1 "x" }}', 'strings: negative Repeat count'],
  ['{{ repeat 9999999 "x" }}', 'the repeated text is too long'],
  ['{{ substr 2 1 "abc" }}', 'slice bounds out of range [2:1]'],
  ['{{ substr 9 -1 "abc" }}', 'slice bounds out of range [9:3]'],
  ['{{ unixToTime "12" }}', "unable to parse time '12'"],
  ['{{ unixToTime "x" }}', "unable to parse time 'x'"],
])('%s fails: %s', (template, message) => {
  expect(render(template)).toContain(message);
});
