import { eachMember, JsonError, tokenText } from './json-scanner';
import { labelName } from './label-name';
import type { LineStage } from './line-stage';

/** `| unpack`: undoes Promtail's pack stage; `_entry` is the line, the other string members are labels. */
export const unpackStage: LineStage = (line, labels) => {
  if (line === '' || labels.hints.satisfied) return line;
  if (!line.startsWith('{')) {
    labels.failParsing('JSONParserErr', 'expecting json object(6), but it is not');
    return line;
  }
  let entry: string | undefined;
  const members: [name: string, value: string][] = [];
  try {
    eachMember(line, 0, (key, token) => {
      if (token.kind !== 'string') return true;
      if (key === '_entry') entry = tokenText(line, token) ?? '';
      else members.push([labelName(labels.unclashed(key)), tokenText(line, token) ?? '']);
      return true;
    });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    labels.failParsing('JSONParserErr', error.message);
    return line;
  }
  if (entry === undefined) return line;
  for (const [name, value] of members) if (labels.hints.wants(name)) labels.set('parsed', name, value);
  return entry;
};
