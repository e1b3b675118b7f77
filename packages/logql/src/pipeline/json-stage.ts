import { eachMember, JsonError, tokenText, type JsonToken } from './json-scanner';
import { labelName, nestedLabelName } from './label-name';
import type { LineLabels } from './line-labels';
import type { LineStage } from './line-stage';

/** `| json`: every string, number and boolean becomes a label; nested names are joined by `_`. */
export const jsonStage: LineStage = (line, labels) => {
  if (labels.hints.satisfied) return line;
  try {
    readObject(line, 0, [], labels);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    labels.failParsing('JSONParserErr', error.message);
  }
  return line;
};

/** False when all that the query needs has been found. */
function readObject(line: string, from: number, path: readonly string[], labels: LineLabels): boolean {
  return eachMember(line, from, (key, token) => {
    switch (token.kind) {
      case 'string':
      case 'number':
      case 'boolean':
        return setLabel(line, key, token, path, labels);
      case 'object': {
        const inner = [...path, key];
        return labels.hints.wantsBelow(nestedLabelName(inner)) ? readObject(line, token.start, inner, labels) : true;
      }
      case 'array':
      case 'null':
        return true;
    }
  });
}

function setLabel(line: string, key: string, token: JsonToken, path: readonly string[], labels: LineLabels): boolean {
  const name = labels.unclashed(path.length === 0 ? labelName(key) : nestedLabelName([...path, key]));
  if (!labels.hints.wants(name) || labels.hasParsed(name)) return true;
  labels.set('parsed', name, tokenText(line, token) ?? '');
  labels.hints.record(name);
  return !labels.hints.satisfied;
}
