import { booleanOf } from '../../scrape/config/yaml-shape';
import { simpleStage } from '../pipeline-entry';
import { extractedText } from './extracted-text';
import { checkText, type StageType } from './stage-shape';

/** `pack`: puts extracted values (labels of the file are among them) and the line into one JSON line, which `unpack` takes apart again. */
export const pack: StageType = {
  check(node) {
    for (const item of node.get('labels')?.items() ?? []) checkText(item);
  },
  create(node, { now }) {
    const names = (node.get('labels')?.items() ?? []).map((item) => item.source ?? '');
    const takesReadTime = booleanOf(node.get('ingest_timestamp')) ?? true;
    return simpleStage((entry) => {
      const packed: Record<string, string> = {};
      for (const name of [...names].sort()) {
        const value = extractedText(entry.extracted.get(name));
        if (value === undefined) continue;
        packed[name] = value;
        entry.labels.delete(name);
      }
      entry.line = escapeHtml(JSON.stringify({ ...packed, _entry: entry.line }));
      if (takesReadTime) entry.timestampNs = BigInt(Math.floor(now())) * 1_000_000n;
    });
  },
};

/** Go's JSON writes these letters as escapes. */
function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
