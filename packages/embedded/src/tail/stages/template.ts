import { QueryError } from '@firedrill/query-core';
import { simpleStage } from '../pipeline-entry';
import { extractedText } from './extracted-text';
import { lineTemplate } from './line-template';
import { checkText, textIn, type StageType } from './stage-shape';

/** `template`: sets an extracted value to a template's text; an empty text takes the value away. */
export const template: StageType = {
  check(node) {
    if ((checkText(node.get('source')) ?? '') === '') node.report('error', 'template needs a source');
    const made = lineTemplate(checkText(node.get('template')) ?? '');
    if (made instanceof QueryError) node.get('template')?.report('error', `expected a template: ${made.message}`);
  },
  create(node) {
    const source = textIn(node, 'source') ?? '';
    const render = lineTemplate(textIn(node, 'template') ?? '');
    if (render instanceof QueryError) throw new Error('invariant: the template was checked');
    return simpleStage(({ line, extracted }) => {
      const data = new Map(extracted).set('Entry', line);
      if (extracted.has(source)) data.set('Value', extractedText(extracted.get(source)) ?? '');
      const text = render(data);
      if (text === undefined) return;
      if (text === '') extracted.delete(source);
      else extracted.set(source, text);
    });
  },
};
