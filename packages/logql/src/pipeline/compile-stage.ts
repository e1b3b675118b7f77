import type { Stage } from '../syntax/ast';
import { dropStage, keepStage } from './choice-stages';
import { decolorizeStage } from './decolorize-stage';
import { labelFormatStage, lineFormatStage } from './format-stages';
import { jsonPathsStage } from './json-paths-stage';
import { jsonStage } from './json-stage';
import { labelFilterStage } from './label-filter-stage';
import { lineFilterStage } from './line-filter-stage';
import type { LineStage } from './line-stage';
import { logfmtKeysStage, logfmtStage } from './logfmt-stage';
import { patternStage } from './pattern-stage';
import { regexpStage } from './regexp-stage';
import { unpackStage } from './unpack-stage';

/** Makes a stage ready to run; throws QueryError `check` for what is wrong inside it. */
export function compileStage(stage: Stage): LineStage {
  switch (stage.kind) {
    case 'lineFilter':
      return lineFilterStage(stage);
    case 'json':
      return stage.extractions.length === 0 ? jsonStage : jsonPathsStage(stage.extractions);
    case 'logfmt':
      return stage.extractions.length === 0 ? logfmtStage(stage) : logfmtKeysStage(stage.extractions, stage);
    case 'regexp':
      return regexpStage(stage.text, stage.span);
    case 'pattern':
      return patternStage(stage.text, stage.span);
    case 'unpack':
      return unpackStage;
    case 'decolorize':
      return decolorizeStage;
    case 'labelFilter':
      return labelFilterStage(stage.filter);
    case 'lineFormat':
      return lineFormatStage(stage.template, stage.span);
    case 'labelFormat':
      return labelFormatStage(stage.assignments, stage.span);
    case 'drop':
      return dropStage(stage.labels);
    case 'keep':
      return keepStage(stage.labels);
  }
}
