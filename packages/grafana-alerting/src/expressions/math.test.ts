import { QueryError } from '@firedrill/query-core';
import { Labels } from '@firedrill/timeseries';
import type { ExpressionValue, Point } from './expression-value';
import { evaluateMath } from './math';
import { parseMath, variablesOf } from './math-syntax';

const number = (value: number | null, labels: Record<string, string> = {}): ExpressionValue => ({
  kind: 'number',
  labels: Labels.of(labels),
  value,
});
const series = (points: readonly Point[], labels: Record<string, string> = {}): ExpressionValue => ({
  kind: 'series',
  labels: Labels.of(labels),
  points,
});

function evaluate(
  text: string,
  variables: Record<string, readonly ExpressionValue[]> = {},
): readonly ExpressionValue[] {
  return evaluateMath(parseMath(text), new Map(Object.entries(variables)));
}

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['2 ** 3 ** 2', 64],
  ['-2 ** 2', 4],
  ['10 - 4 - 3', 3],
  ['7 % 4 / 2', 1.5],
  ['1 < 2 && 3 != 3 || 1', 1],
  ['!0 + ! 1', 1],
  ['010 + 08 + 0x1f', 47],
  ['1. + .5 + 1e3', 1001.5],
  ['- -1', 1],
  ['abs(-2) + ceil(1.2) + floor(1.8) + round(-2.5)', 2],
  ['is_nan(nan()) + is_inf(infn()) + is_null(null()) + is_number(1)', 4],
  ['1 / 0', Infinity],
  ['nan() > 1', NaN],
  ['nan() || 0', 1],
  ['0 && nan()', 0],
  ['null() + 1', null],
  ['abs(null())', NaN],
])('%s is %d', (text, expected) => {
  expect(evaluate(text)).toEqual([{ kind: 'scalar', value: expected }]);
});

test.each([
  ['$A*-1', 'unexpected *-', 2, 4],
  ['1--1', 'unexpected --', 1, 3],
  ['1 +', 'unexpected EOF in input: F()', 3, 3],
  ['1 2', 'unexpected "2" in root input', 2, 3],
  ['$', 'unexpected incomplete variable', 0, 1],
  ['${A', 'unexpected unterminated variable missing closing }', 0, 3],
  ['${A-B}', 'unexpected unsupported variable character', 0, 6],
  ['foo(1)', 'non existent function foo', 0, 3],
  ['abs()', 'parse: not enough arguments for abs', 0, 3],
  ['nan(1)', 'parse: too many arguments for nan', 0, 3],
  ['abs(1, 2)', 'unexpected "," in input: F()', 5, 6],
  ['1e400', 'illegal number syntax: "1e400"', 0, 5],
  ['1_000', 'unexpected invalid character: _', 1, 2],
])('%s is refused: %s', (text, message, start, end) => {
  expect(() => parseMath(text)).toThrow(new QueryError('syntax', message, { start, end }));
});

test('the variables of an expression are its inputs, each once', () => {
  expect(variablesOf(parseMath('$A + ${long name} * abs($A)'))).toEqual(['A', 'long name']);
});

describe('pairs of values', () => {
  test.each([
    {
      name: 'equal labels',
      a: [{ h: '1' }, { h: '2' }],
      b: [{ h: '2' }, { h: '1' }],
      expected: [{ h: '1' }, { h: '2' }],
    },
    { name: 'one side without labels', a: [{}], b: [{ h: '1' }, { h: '2' }], expected: [{ h: '1' }, { h: '2' }] },
    {
      name: 'one label set within the other',
      a: [{ h: '1' }],
      b: [{ h: '1', z: 'x' }],
      expected: [{ h: '1', z: 'x' }],
    },
    { name: 'same size, different labels', a: [{ h: '1' }, { h: '2' }], b: [{ h: '3' }, { h: '4' }], expected: [] },
    { name: 'a lonely pair that does not match', a: [{ h: '1' }], b: [{ h: '2' }], expected: [{}] },
  ])('$name', ({ a, b, expected }) => {
    const values = (all: readonly object[]): ExpressionValue[] => all.map((labels) => number(1, { ...labels }));
    const results = evaluate('$A + $B', { A: values(a), B: values(b) });
    expect(results).toEqual(expected.map((labels) => number(2, { ...labels })));
  });

  test('no values on a side give none, a lonely NoData gives NoData', () => {
    expect(evaluate('$A + $B', { A: [], B: [number(1)] })).toEqual([]);
    expect(evaluate('$A + $B', { A: [{ kind: 'noData' }], B: [number(1), number(2)] })).toEqual([{ kind: 'noData' }]);
  });

  test('two series share the times that both have, in the order of the left', () => {
    const a = series([
      [1, 1],
      [2, 2],
      [3, null],
    ]);
    const b = series([
      [3, 1],
      [2, 10],
    ]);
    expect(evaluate('$A + $B', { A: [a], B: [b] })).toEqual([
      series([
        [2, 12],
        [3, null],
      ]),
    ]);
  });

  test('a number goes with every point of a series', () => {
    expect(
      evaluate('10 - $A', {
        A: [
          series([
            [1, 1],
            [2, NaN],
          ]),
        ],
      }),
    ).toEqual([
      series([
        [1, 9],
        [2, NaN],
      ]),
    ]);
  });
});
