import { RE2JS } from 're2js';
import { booleanOf } from '../../scrape/config/yaml-shape';
import { simpleStage } from '../pipeline-entry';
import { checkRegex } from './checked-regex';
import { checkSource, textIn, type StageType } from './stage-shape';

/** `regex`: takes the named groups of a match; a group that took no part is empty. */
export const regex: StageType = {
  check(node) {
    checkRegex(node, 'expression');
    checkSource(node);
  },
  create(node) {
    const expression = RE2JS.compile(textIn(node, 'expression') ?? '');
    const names = Object.entries(expression.namedGroups());
    const source = textIn(node, 'source');
    const makesLabels = booleanOf(node.get('labels_from_groups')) ?? false;
    return simpleStage(({ line, extracted, labels }) => {
      const text = source === undefined ? line : extracted.get(source);
      if (typeof text !== 'string') return;
      const matcher = expression.matcher(text);
      if (!matcher.find()) return;
      for (const [name, index] of names) {
        const value = matcher.group(index) ?? '';
        extracted.set(name, value);
        if (makesLabels) labels.set(name, value);
      }
    });
  },
};
