import type { Span } from '@firedrill/query-core';
import { compileCapturePattern } from './line-pattern';
import type { LineStage } from './line-stage';

/** `| pattern "<ip> - <user>"`: the captures as far as the line fits. */
export function patternStage(text: string, span: Span): LineStage {
  const capture = compileCapturePattern(text, span);
  return (line, labels) => {
    if (labels.hints.satisfied) return line;
    for (const [capturedName, value] of capture(line)) {
      const name = labels.unclashed(capturedName);
      if (!labels.hints.wants(name)) continue;
      labels.set('parsed', name, value);
      labels.hints.record(name);
    }
    return line;
  };
}
