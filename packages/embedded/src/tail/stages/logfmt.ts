import { simpleStage } from '../pipeline-entry';
import { checkSource, checkTextMap, namePairs, textIn, type StageType } from './stage-shape';

/** `logfmt`: takes values out of `key=value` pairs; a line that is not valid gives none. */
export const logfmt: StageType = {
  check(node) {
    checkTextMap(node.get('mapping'));
    checkSource(node);
    if ((node.get('mapping')?.entries().length ?? 0) === 0) node.report('error', 'logfmt needs a mapping');
  },
  create(node) {
    const targets = new Map(namePairs(node.get('mapping')).map(([name, key]) => [key, name]));
    const source = textIn(node, 'source');
    return simpleStage(({ line, extracted }) => {
      const text = source === undefined ? line : extracted.get(source);
      if (typeof text !== 'string') return;
      for (const [key, value] of logfmtPairs(text) ?? []) {
        const name = targets.get(key);
        if (name !== undefined) extracted.set(name, value);
      }
    });
  },
};

const PAIR = /\s*(?:([^\s="]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s"=]*)))?)(?=\s|$)/y;

/** The pairs of a line in order, a bare key with no value left out; undefined when the line is not valid logfmt. */
function logfmtPairs(text: string): (readonly [key: string, value: string])[] | undefined {
  const pairs: (readonly [string, string])[] = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = PAIR.lastIndex) {
    PAIR.lastIndex = at;
    const match = PAIR.exec(text);
    if (match === null) return undefined;
    const [, key = '', quoted, bare] = match;
    if (quoted !== undefined || bare !== undefined)
      pairs.push([key, quoted === undefined ? (bare ?? '') : unquote(quoted)]);
  }
  return pairs;
}

function unquote(quoted: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    return quoted;
  }
}
