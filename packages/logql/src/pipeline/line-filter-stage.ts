import { QueryError } from '@firedrill/query-core';
import type { LineFilterOperator, LinePattern, Stage } from '../syntax/ast';
import { compileIpSearch } from './ip-matcher';
import { compilePatternTest } from './line-pattern';
import type { LineStage } from './line-stage';
import { compileSearch } from './regular-expression';

type LineTest = (line: string) => boolean;

const TESTS: Readonly<
  Record<LineFilterOperator, { readonly negative: boolean; readonly compile: (pattern: LinePattern) => LineTest }>
> = {
  '|=': { negative: false, compile: contains },
  '!=': { negative: true, compile: contains },
  '|~': { negative: false, compile: matches },
  '!~': { negative: true, compile: matches },
  '|>': { negative: false, compile: hasPattern },
  '!>': { negative: true, compile: hasPattern },
};

/** A line filter keeps or drops a line and changes nothing. */
export function lineFilterStage({ operator, patterns }: Extract<Stage, { kind: 'lineFilter' }>): LineStage {
  const { negative, compile } = TESTS[operator];
  const tests = patterns.map(compile);
  return (line) => (tests.some((test) => test(line)) === negative ? undefined : line);
}

function contains({ text, ip, span }: LinePattern): LineTest {
  return ip ? compileIpSearch(text, span) : (line) => line.includes(text);
}

function matches({ text, ip, span }: LinePattern): LineTest {
  if (ip) throw new QueryError('check', 'ip(…) goes with |= and != only', span);
  return compileSearch(text, span);
}

function hasPattern({ text, ip, span }: LinePattern): LineTest {
  if (ip) throw new QueryError('check', 'ip(…) goes with |= and != only', span);
  return compilePatternTest(text, span);
}
