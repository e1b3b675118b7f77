import fc from 'fast-check';

const name = fc.constantFrom('up', 'http_requests_total', 'sum', 'offset', 'job:rate5m', 'absent_metric');
const label = fc.constantFrom('job', 'le', 'by', '"a-b"', '__name__');
const quoted = fc
  .oneof(
    fc.constantFrom('api', 'a|b', 'say "hi"', 'back\\slash', 'tab\t', 'ключ', '', '.+'),
    fc.string({ maxLength: 4 }),
  )
  .map((text) => JSON.stringify(text));
const number = fc.constantFrom('0', '1', '0.5', '1e21', '1e-9', '0x1F', '5m', 'Inf', 'NaN', '42');
const duration = fc.constantFrom('5m', '90s', '300', '1h30m', '2*1m', '(1m+30s)');
const labels = fc.array(label, { maxLength: 2 }).map((names) => `(${names.join(', ')})`);
const matcher = fc.tuple(label, fc.constantFrom('=', '!=', '=~', '!~'), quoted).map((parts) => parts.join(''));
const modifier = fc.oneof(
  fc.constant(''),
  duration.map((text) => ` offset ${text.includes('*') ? '(1m*2)' : text}`),
  fc.constantFrom(' @ start()', ' @ end() offset -1m', ' @ 1.5', ' offset 5m @ -3'),
);
const selector = fc
  .tuple(name, fc.array(matcher, { maxLength: 2 }))
  .map(([metric, matchers]) => `${metric}${matchers.length > 0 ? `{${matchers.join(', ')}}` : ''}`);
const matching = fc.oneof(
  fc.constant(''),
  fc
    .tuple(fc.constantFrom(' on ', ' ignoring '), labels, fc.constantFrom('', ' group_left', ' group_right (job)'))
    .map((parts) => parts.join('')),
);
const operator = fc.constantFrom(
  ...['+', '-', '*', '/', '%', '^', 'atan2', '==', '!=', '<', '<=', '>', '>=', '> bool', 'and', 'or', 'unless'],
);

const PARAMETERS: Readonly<Record<string, string>> = { topk: '1, ', quantile: '0.5, ', count_values: '"v", ' };

/** Texts shaped like queries; most parse, many do not type. */
export const queryText: fc.Arbitrary<string> = fc.letrec<{ expr: string; vector: string }>((tie) => ({
  vector: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(selector, modifier).map((parts) => parts.join('')),
    fc
      .tuple(
        fc.constantFrom('rate', 'max_over_time', 'last_over_time', 'absent_over_time'),
        selector,
        duration,
        modifier,
      )
      .map(([call, metric, range, suffix]) => `${call}(${metric}[${range}]${suffix})`),
    fc
      .tuple(fc.constantFrom('sum', 'avg', 'quantile', 'topk', 'count_values'), labels, tie('expr'))
      .map(([call, by, expr]) => `${call} by ${by} (${PARAMETERS[call] ?? ''}${expr})`),
    fc
      .tuple(fc.constantFrom('abs', 'sort', 'timestamp', 'absent', 'hour'), tie('expr'))
      .map(([call, expr]) => `${call}(${expr})`),
    fc
      .tuple(tie('expr'), duration, modifier)
      .map(([expr, range, suffix]) => `sum_over_time((${expr})[${range}:1m]${suffix})`),
    fc.tuple(quoted, tie('expr')).map(([text, expr]) => `label_replace(${expr}, "x", ${text}, "job", "(.*)")`),
  ),
  expr: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('vector'),
    number,
    fc.constantFrom('time()', 'pi()', '"text"'),
    fc
      .tuple(tie('expr'), operator, matching, tie('expr'))
      .map(([left, symbol, rule, right]) => `${left} ${symbol}${rule} ${right}`),
    fc.tuple(fc.constantFrom('-', '+'), tie('expr')).map((parts) => parts.join('')),
    tie('expr').map((expr) => `(${expr})`),
  ),
})).expr;
