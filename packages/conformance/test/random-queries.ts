import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

/** Puts texts in the places of a pattern: each `$` of `sum by (job) ($)`. */
function put(pattern: string, ...parts: readonly Text[]): Text {
  const [first = '', ...rest] = pattern.split('$');
  return fc
    .tuple(...parts)
    .map((texts) => rest.reduce((text, piece, index) => `${text}${texts[index] ?? ''}${piece}`, first));
}

const counterName = fc.constantFrom('requests_total', 'sent_total', 'seconds_bucket');
const gaugeName = fc.constantFrom('temperature', 'workers');
const matchers = fc.constantFrom(
  ...['', '', '{job="api"}', '{job!="api"}', '{instance=~"a|b"}', '{instance!~"a.*"}', '{job=~".+", instance="b"}'],
  ...['{job="absent"}', '{instance=""}'],
);
const range = fc.constantFrom('30s', '1m', '2m', '5m', '15m');
const modifier = fc.constantFrom(
  ...['', '', '', ' offset 1m', ' offset -45s', ' @ 1795170001', ' @ end()', ' @ start() offset 30s'],
);
const labels = fc.constantFrom('', 'job', 'instance', 'job, instance', 'le');
const grouping = put('$ ($)', fc.constantFrom('by', 'without'), labels);
const number = fc.constantFrom('0', '1', '2.5', '-3', '0.1', '100', '1e3', 'Inf', 'NaN');

const counterSelector = put('$$', counterName, matchers);
const gaugeSelector = put('$$', gaugeName, matchers);
const selector = fc.oneof(counterSelector, gaugeSelector);

const ofCounter = put(
  '$($[$]$)',
  fc.constantFrom('rate', 'increase', 'irate', 'resets'),
  counterSelector,
  range,
  modifier,
);
const overTime = put(
  '$_over_time($[$]$)',
  fc.constantFrom(...['sum', 'avg', 'min', 'max', 'count', 'last', 'present', 'stddev', 'stdvar', 'absent']),
  selector,
  range,
  modifier,
);
const ofGauge = put('$($[$]$)', fc.constantFrom('delta', 'idelta', 'deriv', 'changes'), gaugeSelector, range, modifier);
const withParameter = fc.oneof(
  put('quantile_over_time($, $[$])', fc.constantFrom('0', '0.5', '0.9', '1', '2'), selector, range),
  put('predict_linear($[$], $)', gaugeSelector, range, fc.constantFrom('60', '-30', '600')),
  put('histogram_quantile($, rate(seconds_bucket[$]))', fc.constantFrom('0.1', '0.5', '0.99', '1.5', '-1'), range),
  put('histogram_quantile($, sum by (le) (increase(seconds_bucket[$])))', fc.constantFrom('0.3', '0.9'), range),
);
/** Subqueries do not nest: a window of steps would begin on a step, which the versions treat differently. */
const subquery = put(
  '$_over_time(($)[$:$]$)',
  fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'last'),
  fc.oneof(selector, ofCounter, ofGauge, put('sum $ ($)', grouping, selector)),
  fc.constantFrom('2m', '5m', '10m'),
  fc.constantFrom('15s', '30s', '1m', ''),
  fc.constantFrom('', ' offset 1m'),
);
/** Ties are cut in no particular order, so these read values that have none. */
const extremes = put(
  '$ $ ($, temperature$)',
  fc.constantFrom('topk', 'bottomk'),
  grouping,
  fc.constantFrom('1', '2', '3.7', '-1'),
  matchers,
);

const arithmetic = fc.constantFrom('+', '-', '*', '/', '%', '^');
const withBool = fc.constantFrom('> bool', '<= bool', '== bool', '!= bool', '< bool', '>= bool');
const comparison = fc.oneof(withBool, fc.constantFrom('==', '!=', '<', '<=', '>', '>='));
const setOperator = fc.constantFrom('and', 'or', 'unless');
const matching = fc.oneof(
  fc.constant(''),
  put('$ ($)', fc.constantFrom('on', 'ignoring'), labels),
  put(
    '$ ($) $',
    fc.constantFrom('on', 'ignoring'),
    labels,
    fc.constantFrom('group_left', 'group_right', 'group_left (job)'),
  ),
);
const sampleFunction = fc.constantFrom(
  ...['abs', 'ceil', 'floor', 'exp', 'ln', 'log2', 'log10', 'sqrt', 'sgn', 'sort', 'sort_desc', 'timestamp'],
  ...['deg', 'rad', 'sin', 'atan', 'tanh', 'absent', '-'],
);
/** Of numbers alone: 2.42 gives the date of the least integer for NaN. */
const date = put(
  '$(1e7 * $)',
  fc.constantFrom('minute', 'hour', 'day_of_month', 'day_of_week', 'day_of_year', 'days_in_month', 'month', 'year'),
  selector,
);
/** Of numbers alone: 2.42 gives 0 for one NaN. */
const deviation = put(
  '$ $ ($)',
  fc.constantFrom('stddev', 'stdvar'),
  grouping,
  fc.oneof(selector, ofCounter, overTime),
);

/**
 * Queries of what Prometheus 2.42 and the newest one evaluate alike: no atan2, which keeps the name in 2.42, and no
 * comparison with `on` that filters, where 2.42 lets many match one. Some fail, for series that match many to many.
 */
export const randomQuery: Text = fc.letrec<{ vector: string }>((tie) => ({
  vector: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    put('$$', selector, modifier),
    ofCounter,
    overTime,
    ofGauge,
    withParameter,
    subquery,
    extremes,
    date,
    deviation,
    put('$ $ ($)', fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'group'), grouping, tie('vector')),
    put('quantile $ ($, $)', grouping, fc.constantFrom('0', '0.5', '0.95', '-1'), tie('vector')),
    put('count_values $ ("n", workers$)', grouping, matchers),
    put('$ ($)', sampleFunction, tie('vector')),
    put('clamp($, $, $)', tie('vector'), number, number),
    put('$($, $)', fc.constantFrom('clamp_min', 'clamp_max'), tie('vector'), number),
    put('round($, $)', tie('vector'), fc.constantFrom('1', '0.25', '10')),
    put(
      'label_replace($, "$", "$", "job", "(a)(.*)")',
      tie('vector'),
      fc.constantFrom('job', 'other', 'instance'),
      fc.constantFrom('$1x', '${2}', ''),
    ),
    put('label_join($, "other", "-", "job", "instance")', tie('vector')),
    put('($) $ $ ($)', tie('vector'), arithmetic, matching, tie('vector')),
    put('($) $ $ ($)', tie('vector'), withBool, matching, tie('vector')),
    put('($) $ ($)', tie('vector'), comparison, tie('vector')),
    put('($) $ ($)', tie('vector'), setOperator, tie('vector')),
    put('($) $ $', tie('vector'), arithmetic, number),
    put('$ $ ($)', number, comparison, tie('vector')),
    put('vector(scalar($))', tie('vector')),
  ),
})).vector;
