import { createHash } from 'node:crypto';
import type { RE2JS } from 're2js';
import type { RelabelAction, RelabelRule } from './config/relabel-rule';

/** A label set while it is being rewritten. */
export type LabelMap = Map<string, string>;

/** Rewrites the labels in place, step by step, as Prometheus does; false when a step drops the whole set. */
export function relabel(labels: LabelMap, rules: readonly RelabelRule[]): boolean {
  return rules.every((rule) => STEPS[rule.action](labels, rule));
}

type Step = (labels: LabelMap, rule: RelabelRule) => boolean;

const STEPS: Readonly<Record<RelabelAction, Step>> = {
  replace,
  keep: (labels, rule) => rule.regex.matches(sourceOf(labels, rule)),
  drop: (labels, rule) => !rule.regex.matches(sourceOf(labels, rule)),
  keepequal: (labels, rule) => sourceOf(labels, rule) === (labels.get(rule.targetLabel) ?? ''),
  dropequal: (labels, rule) => sourceOf(labels, rule) !== (labels.get(rule.targetLabel) ?? ''),
  hashmod(labels, rule) {
    const digest = createHash('md5').update(sourceOf(labels, rule)).digest();
    labels.set(rule.targetLabel, String(digest.readBigUInt64BE(8) % rule.modulus));
    return true;
  },
  labelmap(labels, rule) {
    for (const [name, value] of [...labels].sort(byName)) {
      const name2 = expand(rule.regex, name, rule.replacement);
      if (name2 !== undefined) labels.set(name2, value);
    }
    return true;
  },
  labeldrop: (labels, rule) => deleteNames(labels, (name) => rule.regex.matches(name)),
  labelkeep: (labels, rule) => deleteNames(labels, (name) => !rule.regex.matches(name)),
  lowercase: (labels, rule) => setOrDelete(labels, rule.targetLabel, mapLetters(sourceOf(labels, rule), lower)),
  uppercase: (labels, rule) => setOrDelete(labels, rule.targetLabel, mapLetters(sourceOf(labels, rule), upper)),
};

function replace(labels: LabelMap, rule: RelabelRule): boolean {
  const source = sourceOf(labels, rule);
  const target = expand(rule.regex, source, rule.targetLabel);
  if (target === undefined || target === '') return true;
  return setOrDelete(labels, target, expand(rule.regex, source, rule.replacement) ?? '');
}

function sourceOf(labels: LabelMap, rule: RelabelRule): string {
  return rule.sourceLabels.map((name) => labels.get(name) ?? '').join(rule.separator);
}

function setOrDelete(labels: LabelMap, name: string, value: string): boolean {
  if (value === '') labels.delete(name);
  else labels.set(name, value);
  return true;
}

function deleteNames(labels: LabelMap, accept: (name: string) => boolean): boolean {
  for (const name of [...labels.keys()]) if (accept(name)) labels.delete(name);
  return true;
}

function byName([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : Number(left > right);
}

/** Go's case mapping is one character to one character. */
function mapLetters(text: string, map: (letter: string) => string): string {
  return Array.from(text, map).join('');
}

function lower(letter: string): string {
  return String.fromCodePoint(letter.toLowerCase().codePointAt(0) ?? 0);
}

function upper(letter: string): string {
  const mapped = Array.from(letter.toUpperCase());
  return mapped.length === 1 ? mapped.join('') : letter;
}

/**
 * The template with `$1`, `${1}`, `$name` and `$$` replaced by what the expression found in the text; a group that does
 * not exist is empty, as Go's Expand has it. Undefined when the expression does not match.
 */
export function expand(regex: RE2JS, text: string, template: string): string | undefined {
  const matcher = regex.matcher(text);
  if (!matcher.matches()) return undefined;
  if (!template.includes('$')) return template;
  const groups = regex.namedGroups() as Readonly<Record<string, number>>;
  return template.replace(
    /\$(?:(\$)|([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})/g,
    (_, dollar?: string, bare?: string, braced?: string) => {
      if (dollar !== undefined) return '$';
      const name = bare ?? braced ?? '';
      const index = /^\d+$/.test(name) ? Number(name) : groups[name];
      return index === undefined || index > matcher.groupCount() ? '' : (matcher.group(index) ?? '');
    },
  );
}
