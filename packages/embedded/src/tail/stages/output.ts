import { simpleStage } from '../pipeline-entry';
import { extractedText } from './extracted-text';
import { checkText, textIn, type StageType } from './stage-shape';

/** `output`: an extracted value becomes the line. */
export const output: StageType = {
  check(node) {
    if ((checkText(node.get('source')) ?? '') === '') node.report('error', 'output needs a source');
  },
  create(node) {
    const source = textIn(node, 'source') ?? '';
    return simpleStage((entry) => {
      const text = extractedText(entry.extracted.get(source));
      if (text !== undefined) entry.line = text;
    });
  },
};
