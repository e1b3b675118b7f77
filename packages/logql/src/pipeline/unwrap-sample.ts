import { DurationError } from '@firedrill/timeseries';
import type { Unwrap } from '../syntax/ast';
import { parseByteSize } from '../syntax/byte-size';
import { parseGoDuration } from '../syntax/go-duration';
import { GoNumberError, parseGoFloat } from '../syntax/go-number';
import type { Conversion } from '../syntax/token-kinds';
import { compileLabelFilter } from './label-filter-stage';
import type { LineLabels } from './line-labels';

const seconds = (text: string): number => parseGoDuration(text) / 1e9;

const CONVERSIONS: Readonly<Record<Conversion, (text: string) => number>> = {
  bytes: parseByteSize,
  duration: seconds,
  duration_seconds: seconds,
};

/**
 * The number that `| unwrap` takes from a line's labels; undefined leaves the line out. What is no number counts as 0
 * with an error, which the filters after the unwrap can remove.
 */
export function compileUnwrap({ label, conversion, filters }: Unwrap): (labels: LineLabels) => number | undefined {
  const convert = conversion === undefined ? parseGoFloat : CONVERSIONS[conversion];
  const tests = filters.map(compileLabelFilter);
  return (labels) => {
    const text = labels.get(label) ?? '';
    if (text === '') return undefined;
    const value = readNumber(text, convert, labels);
    return tests.every((test) => test(labels)) ? value : undefined;
  };
}

function readNumber(text: string, convert: (text: string) => number, labels: LineLabels): number {
  try {
    return convert(text);
  } catch (error) {
    if (!(error instanceof GoNumberError) && !(error instanceof DurationError)) throw error;
    labels.fail('SampleExtractionErr', error.message);
    return 0;
  }
}
