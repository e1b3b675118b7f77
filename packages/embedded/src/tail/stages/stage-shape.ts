import type { ConfigNode } from '@firedrill/config-file';
import type { Stage } from '../pipeline-entry';

/** A kind of stage: checks its configuration (problems are reported at their place), then makes it. */
export interface StageType {
  /** Called only when no error was reported for the stage. */
  create(node: ConfigNode, context: StageContext): Stage;
  check(node: ConfigNode, context: StageContext): void;
}

export interface StageContext {
  /** For stages that hold stages. */
  readonly createPipeline: (node: ConfigNode | undefined) => Stage;
  readonly checkPipeline: (node: ConfigNode | undefined) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** A text, or undefined; anything but a text is reported. Promtail's stages, unlike its other keys, take no number for a text. */
export function checkText(node: ConfigNode | undefined): string | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  return node.expect('string') ? node.source : undefined;
}

/** The text under a key of a stage that was found good. */
export function textIn(node: ConfigNode, key: string): string | undefined {
  const value = node.get(key);
  return value === undefined || value.kind === 'null' ? undefined : value.source;
}

/** Plain keys that YAML 1.1, which Promtail reads, takes for a boolean or a number. */
const NO_TEXT_KEY =
  /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|[-+]?(?:0b[01_]+|0x[\da-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+))$/;

/** Checks a map of names to texts, which may be empty. */
export function checkTextMap(node: ConfigNode | undefined): void {
  if (node === undefined || node.kind === 'null' || !node.expect('map')) return;
  for (const key of node.plainKeys()) {
    if (NO_TEXT_KEY.test(key))
      node.report('error', `expected a text as key, got ${key}, which is none without quotes`, { key });
  }
  for (const [, value] of node.entries()) checkText(value);
}

/** The pairs of a map of names to texts; an empty text stands for the name itself. */
export function namePairs(node: ConfigNode | undefined): (readonly [name: string, source: string])[] {
  return (node?.entries() ?? []).map(
    ([name, value]) => [name, value.source === undefined || value.source === '' ? name : value.source] as const,
  );
}

/** `source` given and empty is refused by every stage that has one. */
export function checkSource(node: ConfigNode): void {
  const source = node.get('source');
  if (checkText(source) === '') source?.report('error', 'source is empty');
}
