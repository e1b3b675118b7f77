import type { LabelChoice } from '../syntax/ast';
import { compileLabelMatcher } from './label-matcher';
import { ERROR_DETAILS_LABEL, ERROR_LABEL, PRESERVE_ERROR_LABEL, type LineLabels } from './line-labels';
import type { LineStage } from './line-stage';

interface Choice {
  readonly name: string;
  readonly accepts: (value: string) => boolean;
}

function compileChoice({ name, matcher }: LabelChoice): Choice {
  const compiled = matcher === undefined ? undefined : compileLabelMatcher(matcher);
  return { name, accepts: (value) => compiled?.matches(value) ?? true };
}

/** `| drop a, b="x"`; dropping `__error__` takes the error away with its details. */
export function dropStage(labels: readonly LabelChoice[]): LineStage {
  const choices = labels.map(compileChoice);
  return (line, lineLabels) => {
    for (const choice of choices) drop(choice, lineLabels);
    return line;
  };
}

function drop({ name, accepts }: Choice, labels: LineLabels): void {
  if (name === ERROR_LABEL) {
    if (accepts(labels.error)) labels.clearError();
  } else if (name === ERROR_DETAILS_LABEL) {
    if (accepts(labels.errorDetails)) labels.clearErrorDetails();
  } else if (accepts(labels.get(name) ?? '')) labels.delete(name);
}

const SPECIAL: ReadonlySet<string> = new Set([ERROR_LABEL, ERROR_DETAILS_LABEL, PRESERVE_ERROR_LABEL]);

/** `| keep a, b="x"`; an error is always kept. */
export function keepStage(labels: readonly LabelChoice[]): LineStage {
  const choices = labels.map(compileChoice);
  return (line, lineLabels) => {
    for (const [name, value] of lineLabels.entries()) {
      const kept = SPECIAL.has(name) || choices.some((choice) => choice.name === name && choice.accepts(value));
      if (!kept) lineLabels.delete(name);
    }
    return line;
  };
}
