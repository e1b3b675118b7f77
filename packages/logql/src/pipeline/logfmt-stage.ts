import { QueryError } from '@firedrill/query-core';
import type { Extraction } from '../syntax/ast';
import { labelName } from './label-name';
import type { LineLabels } from './line-labels';
import type { LineStage } from './line-stage';
import { scanLogfmt, type LogfmtPair } from './logfmt-scanner';

interface LogfmtOptions {
  /** Stop at the first pair that cannot be read, with an error. */
  readonly strict: boolean;
  readonly keepEmpty: boolean;
}

/** `| logfmt`: every pair becomes a label, the first of a name wins. */
export function logfmtStage(options: LogfmtOptions): LineStage {
  return (line, labels) => {
    if (!labels.hints.satisfied) readPairs(line, labels, options, (pair) => setLabel(pair, labels, options.keepEmpty));
    return line;
  };
}

/** `| logfmt a="b"`: only these keys, the last pair of a key wins; a missing one makes an empty label. */
export function logfmtKeysStage(extractions: readonly Extraction[], options: LogfmtOptions): LineStage {
  for (const { path, span } of extractions) {
    if (!/^[\p{L}_][\p{L}\p{Nd}_.-]*$/u.test(path))
      throw new QueryError('check', `expected one key, got "${path}"`, span);
  }
  return (line, labels) => {
    if (labels.hints.satisfied) return line;
    for (const { target } of extractions) if (!labels.streamHas(target)) labels.set('parsed', target, '');
    readPairs(line, labels, options, ({ key, value }) => {
      const name = labelName(key);
      for (const { target, path } of extractions) {
        if (path === name) labels.set('parsed', labels.unclashed(target), clean(value));
      }
      return true;
    });
    return line;
  };
}

function readPairs(
  line: string,
  labels: LineLabels,
  options: LogfmtOptions,
  visit: (pair: LogfmtPair) => boolean,
): void {
  for (const result of scanLogfmt(line)) {
    if ('fault' in result) {
      if (!options.strict) continue;
      labels.failParsing('LogfmtParserErr', result.fault);
      return;
    }
    if (!visit(result)) return;
  }
}

/** False when all that the query needs has been found. */
function setLabel({ key, value }: LogfmtPair, labels: LineLabels, keepEmpty: boolean): boolean {
  if (value === '' && !keepEmpty) return true;
  const cleanName = labelName(key);
  const name = labels.unclashed(cleanName);
  if (cleanName === '' || !labels.hints.wants(name) || labels.hasParsed(name)) return true;
  labels.set('parsed', name, clean(value));
  labels.hints.record(name);
  return !labels.hints.satisfied;
}

function clean(value: string): string {
  return value.replaceAll('\ufffd', ' ');
}
