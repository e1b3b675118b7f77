import { DurationError } from '@firedrill/timeseries';
import type { Comparison, LabelFilter } from '../syntax/ast';
import { parseByteSize } from '../syntax/byte-size';
import { parseGoDuration } from '../syntax/go-duration';
import { GoNumberError, parseGoFloat } from '../syntax/go-number';
import { compileIpSearch } from './ip-matcher';
import { compileLabelMatcher } from './label-matcher';
import { ERROR_LABEL, type LineLabels } from './line-labels';
import type { LineStage } from './line-stage';

type LabelTest = (labels: LineLabels) => boolean;

export function labelFilterStage(filter: LabelFilter): LineStage {
  const test = compileLabelFilter(filter);
  return (line, labels) => (test(labels) ? line : undefined);
}

/** The labels that a filter looks at. */
export function labelsOf(filter: LabelFilter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...labelsOf(filter.left), ...labelsOf(filter.right)];
    case 'matcher':
      return [filter.matcher.name];
    default:
      return [filter.name];
  }
}

export function compileLabelFilter(filter: LabelFilter): LabelTest {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return compileBoth(filter.kind, compileLabelFilter(filter.left), compileLabelFilter(filter.right));
    case 'matcher': {
      const matcher = compileLabelMatcher(filter.matcher);
      return (labels) =>
        matcher.matches(matcher.name === ERROR_LABEL ? labels.error : (labels.get(matcher.name) ?? ''));
    }
    case 'ip': {
      const search = compileIpSearch(filter.pattern, filter.span);
      return (labels) => {
        const value = labels.get(filter.name);
        return value !== undefined && search(value) !== filter.negative;
      };
    }
    case 'number':
    case 'duration':
    case 'bytes':
      return compileAmount(filter.name, READERS[filter.kind], COMPARISONS[filter.operator], filter.value);
  }
}

function compileBoth(kind: 'and' | 'or', left: LabelTest, right: LabelTest): LabelTest {
  return kind === 'and' ? (labels) => left(labels) && right(labels) : (labels) => left(labels) || right(labels);
}

const READERS = { number: parseGoFloat, duration: parseGoDuration, bytes: parseByteSize } as const;

const COMPARISONS: Readonly<Record<Comparison, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
};

/** A missing label drops the line; a value that cannot be read keeps it, with an error unless it has one already. */
function compileAmount(
  name: string,
  read: (text: string) => number,
  compare: (left: number, right: number) => boolean,
  wanted: number,
): LabelTest {
  return (labels) => {
    const text = labels.get(name);
    if (text === undefined) return false;
    try {
      return compare(read(text), wanted);
    } catch (error) {
      if (!(error instanceof GoNumberError) && !(error instanceof DurationError)) throw error;
      if (labels.error === '') labels.fail('LabelFilterErr', error.message);
      return true;
    }
  };
}
