import { QueryError } from '@firedrill/query-core';
import { children, walk, type Expr } from './ast';
import { parseExpr } from './parser';
import { print } from './printer';

/** The tree with every operator and modifier in parentheses, to see what binds to what. */
function shape(expr: Expr): string {
  switch (expr.kind) {
    case 'binary':
      return `(${shape(expr.left)} ${expr.operator} ${shape(expr.right)})`;
    case 'unary':
      return `(${expr.operator}${shape(expr.expr)})`;
    case 'paren':
      return shape(expr.expr);
    case 'subquery':
      return `<${shape(expr.expr)}>${print({ ...expr, expr: { kind: 'number', value: 0, span: expr.span } }).slice(1)}`;
    case 'call':
      return `${expr.name}(${expr.args.map(shape).join(', ')})`;
    default:
      return print(expr);
  }
}

test.each([
  ['a > b offset 1h', '(a > b offset 1h)'],
  ['a / b @ 100', '(a / b @ 100.000)'],
  ['a or b @ end()', '(a or b @ end())'],
  ['a + b[5m:1m]', '(a + <b>[5m:1m])'],
  ['-a offset 5m', '(-a offset 5m)'],
  ['rate(-a[5m:])', 'rate((-<a>[5m:]))'],
  ['-2^2', '(-(2 ^ 2))'],
  ['2^-3*4', '((2 ^ -3) * 4)'],
  ['2^3^2', '(2 ^ (3 ^ 2))'],
  ['-a * b', '((-a) * b)'],
  ['--a', '(-(-a))'],
  ['a + b offset 5m * c', '(a + (b offset 5m * c))'],
  ['a - b - c', '((a - b) - c)'],
  ['a + b * c', '(a + (b * c))'],
  ['a % b atan2 c', '((a % b) atan2 c)'],
  ['A / B > 0.05', '((A / B) > 0.05)'],
  ['a and b or c unless d', '((a and b) or (c unless d))'],
  ['a == b and c', '((a == b) and c)'],
  ['a < b + c', '(a < (b + c))'],
  ['(a + b) * c', '((a + b) * c)'],
])('%s is %s', (query, expected) => {
  expect(shape(parseExpr(query))).toBe(expected);
});

test.each([
  ['0x1F', 31],
  ['1_000', 1000],
  ['.5', 0.5],
  ['1e3', 1000],
  ['2.', 2],
  ['010', 8],
  ['09', 9],
  ['5m', 300],
  ['1h30m', 5400],
  ['iNf', Infinity],
  ['nan', NaN],
  ['-5', -5],
  ['+5', 5],
])('%s is the number %d', (query, value) => {
  expect(parseExpr(query)).toMatchObject({ kind: 'number', value });
});

test.each([
  ['a[300]', 300_000],
  ['a[5m+1m]', 360_000],
  ['a[2*(1m+30s)]', 180_000],
  ['a[-1m+2m]', 60_000],
  ['a[1h/2-10%4]', 1_798_000],
  ['a[2^3^0*1s]', 2000],
  ['a[1.5]', 1500],
  ['a[0.0001]', 1],
])('%s has a range of %d ms', (query, rangeMs) => {
  expect(parseExpr(query)).toMatchObject({ kind: 'matrixSelector', rangeMs });
});

test.each([
  ['a offset 5', 5000, undefined],
  ['a offset -1m', -60_000, undefined],
  ['a offset (1m + 30s)', 90_000, undefined],
  ['a @ -1.5', 0, { kind: 'time', timeMs: -1500 }],
  ['a offset 1m @ start()', 60_000, { kind: 'start' }],
  ['a @ END() offset 1m', 60_000, { kind: 'end' }],
])('%s looks %d ms back', (query, offsetMs, at) => {
  expect(parseExpr(query)).toMatchObject({ offsetMs, at });
});

test.each([
  [
    '{"a.b", "x-y"="1"}',
    [
      ['__name__', '=', 'a.b'],
      ['x-y', '=', '1'],
    ],
  ],
  [
    'up{a="1",}',
    [
      ['__name__', '=', 'up'],
      ['a', '=', '1'],
    ],
  ],
  [
    'sum{by=~"a|b"}',
    [
      ['__name__', '=', 'sum'],
      ['by', '=~', 'a|b'],
    ],
  ],
  [
    "x{a!='1', b!~`2`}",
    [
      ['__name__', '=', 'x'],
      ['a', '!=', '1'],
      ['b', '!~', '2'],
    ],
  ],
  ['start', [['__name__', '=', 'start']]],
  ['job:rate5m:sum', [['__name__', '=', 'job:rate5m:sum']]],
])('%s is a selector', (query, expected) => {
  const expr = parseExpr(query);
  expect(
    expr.kind === 'vectorSelector' && expr.matchers.map(({ name, operator, value }) => [name, operator, value]),
  ).toEqual(expected);
});

test.each([
  ['SUM BY (job, "a-b") (up)', { operator: 'sum', grouping: { kind: 'by', labels: ['job', 'a-b'] } }],
  ['max(up) without (bool, on,)', { operator: 'max', grouping: { kind: 'without', labels: ['bool', 'on'] } }],
  ['topk(3, up)', { operator: 'topk', grouping: { kind: 'by', labels: [] }, parameter: { value: 3 } }],
])('%s is an aggregation', (query, expected) => {
  expect(parseExpr(query)).toMatchObject({ kind: 'aggregate', ...expected });
});

test.each([
  ['a == bool b', true, { cardinality: 'one-to-one', on: false, labels: [], include: [] }],
  ['a and on() b', false, { cardinality: 'many-to-many', on: true, labels: [], include: [] }],
  ['a * on(x) group_left b', false, { cardinality: 'many-to-one', on: true, labels: ['x'], include: [] }],
  [
    'a > bool ignoring(x) group_right(y, z) b',
    true,
    { cardinality: 'one-to-many', on: false, labels: ['x'], include: ['y', 'z'] },
  ],
])('%s matches as written', (query, returnBool, matching) => {
  expect(parseExpr(query)).toMatchObject({ returnBool, matching });
});

test('every node has the place it was read from', () => {
  const query = 'sum(rate(x{a="b"}[5m] offset 1m)) # how much\n  / 2';
  const texts: string[] = [];
  walk(parseExpr(query), ({ span }) => texts.push(query.slice(span.start, span.end)));
  expect(texts).toEqual([
    query,
    'sum(rate(x{a="b"}[5m] offset 1m))',
    'rate(x{a="b"}[5m] offset 1m)',
    'x{a="b"}[5m] offset 1m',
    'x{a="b"}',
    '2',
  ]);
});

test('walk passes the ancestors, nearest last', () => {
  const seen: string[] = [];
  walk(parseExpr('topk(1, -up)'), (node, ancestors) =>
    seen.push([...ancestors, node].map(({ kind }) => kind).join(' ')),
  );
  expect(seen).toEqual(['aggregate', 'aggregate number', 'aggregate unary', 'aggregate unary vectorSelector']);
  expect(children(parseExpr('"a"'))).toEqual([]);
});

test.each([
  ['', 0, 'empty'],
  ['  # nothing', 0, 'empty'],
  ['sum)', 4, 'unexpected right parenthesis'],
  ['sum(up', 6, 'unclosed left parenthesis'],
  ['up{', 3, 'inside braces'],
  ['up{a}', 4, 'one of = != =~ !~'],
  ['up{a=1}', 5, 'unexpected character "1" inside braces'],
  ['up{a=b}', 5, 'expected a string'],
  ['up{,}', 3, 'expected a label name'],
  ['up{a="b" c="d"}', 9, 'expected "," or "}"'],
  ['up{a=~"("}', 3, 'invalid regular expression'],
  ['up[5m', 5, 'unclosed left bracket'],
  ['up[:5m]', 4, 'a range is missing'],
  ['nosuch(up) +', 0, 'unknown function "nosuch"'],
  ['up[5x]', 3, 'expected a number or a duration, got "5"'],
  ['up[0s]', 3, 'greater than 0'],
  ['up[-5m]', 3, 'greater than 0'],
  ['up[30m1h]', 3, 'expected a duration'],
  ['up[1m/0]', 5, 'division by zero'],
  ['up["5m"]', 3, 'unexpected character'],
  ['up[step()]', 3, 'experimental'],
  ['up[5m+]', 6, 'a number or a duration'],
  ['up[300y]', 3, 'out of range'],
  ['up[999999999999]', 3, 'out of range'],
  ['up[1m][1m]', 6, 'only allowed for vector selectors'],
  ['up offset 1m[5m]', 12, 'offset belongs after the range'],
  ['up @ 1 [5m]', 7, '@ belongs after the range'],
  ['sum(up) offset 5m', 0, 'must be preceded by'],
  ['up offset 5m offset 5m', 0, 'twice'],
  ['up @ 1 @ 2', 0, 'twice'],
  ['1 @ 2', 0, 'must be preceded by'],
  ['up @ NaN', 0, 'out of bounds'],
  ['up @ abc', 5, 'a time, start() or end()'],
  ['up @ -abc', 6, 'a time'],
  ['up @ start', 10, 'unexpected end of query in @'],
  ['up[5m] smoothed', 0, 'experimental'],
  ['limitk(1, up)', 0, 'experimental'],
  ['sum by (1) (up)', 8, 'a label name'],
  ['sum by () up', 10, 'expected "("'],
  ['sum()', 0, 'takes 1 argument'],
  ['topk(up)', 0, 'takes 2 argument'],
  ['rate(up[5m],)', 11, 'trailing comma'],
  ['topk(,up)', 5, 'unexpected ","'],
  ['rate(up up)', 8, 'unexpected identifier "up" in arguments'],
  ['up ! up', 3, 'unexpected character'],
  ['up =~ up', 3, 'outside braces'],
  ['1e+', 0, 'expected a number'],
  ['1..2', 0, 'expected a number'],
  ['1__0', 0, 'expected a number'],
  ['0x1.5', 0, 'expected a number'],
  ['1e5e5', 0, 'expected a number'],
  ['0x', 0, 'not a number'],
  ['1_000.5', 0, 'not a number'],
  [`1${'0'.repeat(400)}`, 0, 'too large'],
  ['"abc', 0, 'unterminated'],
  ['1 + group_left up', 4, 'unexpected "group_left"'],
  ['a * on(x) group_left (1 - x) b', 22, 'unexpected number "1" in grouping'],
  ['up up', 3, 'unexpected identifier "up"'],
  ['up "a"', 3, 'unexpected string "a"'],
])('%s is refused at offset %d', (query, start, message) => {
  let error: unknown;
  try {
    parseExpr(query);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(QueryError);
  expect((error as QueryError).message).toContain(message);
  expect((error as QueryError).span?.start).toBe(start);
});
