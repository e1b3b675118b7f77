import { QueryError } from '@firedrill/query-core';
import { Labels, LogStore } from '@firedrill/timeseries';
import fc from 'fast-check';
import { instantQuery, parse, print, rangeQuery, type Expr } from '../src/index';

const name = fc.constantFrom('app', 'level', 'status', 'took', 'rate', 'x_1');
const text = fc.oneof(
  fc.constantFrom('a', 'x|y', 'say "hi"', 'back\\slash', 'tab\t', 'ключ', ''),
  fc.string({ maxLength: 5 }),
);
const quoted = text.map((value) => JSON.stringify(value));
const number = fc.constantFrom('0', '1', '0.5', '1e21', '1e-9', '42');
const labels = fc.array(name, { maxLength: 2 }).map((names) => `(${names.join(', ')})`);

const matcher = fc.tuple(name, fc.constantFrom('=', '!='), quoted).map((parts) => parts.join(''));
const condition = fc.oneof(
  matcher,
  fc
    .tuple(
      name,
      fc.constantFrom('=', '==', '!=', '>', '>=', '<', '<='),
      fc.constantFrom('5', '-2.5', '1m30s', '250us', '1.5KB', '2KiB'),
    )
    .map((parts) => parts.join(' ')),
  fc.tuple(name, fc.constantFrom('=ip("10.0.0.0/8")', '!=ip("::1")')).map((parts) => parts.join('')),
);
const filter = fc
  .tuple(condition, fc.constantFrom(' and ', ' or ', ', ', ' '), condition, fc.constantFrom(' and ', ' or '), condition)
  .map((parts) => parts.join(''));
const stage = fc.oneof(
  fc
    .tuple(fc.constantFrom('|= ', '!= '), quoted, fc.constantFrom('', ' or "b"', ' or ip("10.0.0.1")'))
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '|~ "a.*b"',
    '!~ "x"',
    '|> "<_> b"',
    '| json',
    '| json a="b.c[0]", d',
    '| logfmt',
    '| logfmt --strict --keep-empty x="y"',
  ),
  fc.constantFrom('| regexp "(?P<a>.)"', '| pattern "<a> <_>"', '| unpack', '| decolorize', '| line_format "{{.a}} b"'),
  fc.constantFrom('| label_format a=b, c="{{.d}}"', '| drop a, b="x"', '| keep __error__, a=~"b"'),
  fc.oneof(condition, filter).map((conditions) => `| ${conditions}`),
);
const log = fc.array(stage, { maxLength: 3 }).map((stages) => ['{app="api"}', ...stages].join(' '));
const window = fc
  .tuple(
    fc.constantFrom('[5m]', '[1h30m]', '[1w]', '[250ms]'),
    fc.constantFrom('', ' offset 1m', ' offset -1.5s', ' offset 1d'),
  )
  .map((parts) => parts.join(''));
const unwrap = fc
  .tuple(fc.constantFrom(' | unwrap took', ' | unwrap duration(took)', ' | unwrap bytes(x_1) | __error__=""'))
  .map(([part]) => part);

const { metric } = fc.letrec<{ metric: string }>((tie) => ({
  metric: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(fc.constantFrom('count_over_time', 'rate', 'bytes_rate', 'absent_over_time'), log, window)
      .map(([operation, lines, range]) => `${operation}(${lines} ${range})`),
    fc
      .tuple(
        fc.constantFrom('quantile_over_time(0.9, ', 'max_over_time('),
        log,
        unwrap,
        window,
        fc.constantFrom('', ' by (app)', ' without (a, b)'),
      )
      .map(([head, lines, label, range, grouping]) => `${head}${lines}${label} ${range})${grouping}`),
    fc.constantFrom('vector(1)', '3', '-2', '+1e3'),
    fc
      .tuple(
        fc.constantFrom('sum', 'avg', 'count', 'stddev', 'sort_desc'),
        fc.constantFrom('', ' by ', ' without '),
        labels,
        tie('metric'),
      )
      .map(([operation, clause, list, inner]) => `${operation}${clause === '' ? '' : clause + list} (${inner})`),
    fc
      .tuple(fc.constantFrom('topk', 'bottomk', 'approx_topk'), tie('metric'))
      .map(([operation, inner]) => `${operation}(3, ${inner})`),
    fc.tuple(tie('metric'), quoted).map(([inner, value]) => `label_replace(${inner}, "a", ${value}, "b", "(.*)")`),
    fc
      .tuple(
        tie('metric'),
        fc.constantFrom('+', '-', '*', '/', '%', '^', '==', '!=', '> bool', '<', 'and', 'or', 'unless'),
        fc.constantFrom('', ' on (app)', ' ignoring (a, b) group_left', ' on () group_right (x_1)'),
        tie('metric'),
      )
      .map(([left, operator, matching, right]) => `${left} ${operator}${matching} ${right}`),
    tie('metric').map((inner) => `(${inner})`),
  ),
}));
const query = fc.oneof(
  log,
  metric,
  fc.tuple(metric, number).map(([inner, value]) => `${inner} > ${value}`),
);

/** The tree without the places of its nodes. */
function shape(expr: Expr): unknown {
  return JSON.parse(
    JSON.stringify(expr, (key, value: unknown) => (key === 'span' ? undefined : Object.is(value, -0) ? '-0' : value)),
  );
}

function parsed(queryText: string): Expr | undefined {
  try {
    return parse(queryText);
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}

test('printing and reading back gives the same tree', () => {
  let read = 0;
  fc.assert(
    fc.property(query, (queryText) => {
      const expr = parsed(queryText);
      if (expr === undefined) return;
      read += 1;
      expect(shape(parse(print(expr)))).toEqual(shape(expr));
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(200);
});

test('any text is read or refused with a span inside it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc
          .tuple(query, fc.nat(80), fc.string({ maxLength: 2 }))
          .map(([whole, at, piece]) => whole.slice(0, at) + piece + whole.slice(at)),
      ),
      (queryText) => {
        try {
          parse(queryText);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
          const { start, end } = (error as QueryError).span ?? { start: -1, end: -1 };
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(queryText.length);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a query that is read evaluates to a value or a QueryError', () => {
  const source = new LogStore();
  const lines = [
    '{"level":"error","took":"5ms","a":{"b":1}}',
    'level=info took=1s status=200',
    'plain',
    '{"broken',
    '',
  ];
  source.push(
    Labels.of({ app: 'api', status: '500' }),
    lines.map((line, index) => ({ timestampNs: BigInt(index) * 1_000_000_000n, line })),
  );
  fc.assert(
    fc.property(query, (queryText) => {
      const expr = parsed(queryText);
      if (expr === undefined) return;
      instantQuery(expr, { atNs: 10_000_000_000n, source });
      rangeQuery(expr, { startNs: 0n, endNs: 10_000_000_000n, stepNs: 5_000_000_000n, source });
    }),
    { numRuns: 500 },
  );
});
