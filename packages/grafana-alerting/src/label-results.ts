import type { GoFunctions } from '@firedrill/go-template';
import { Labels } from '@firedrill/timeseries';
import type { Behaviour } from './behaviour';
import { evaluationString } from './expressions/captures';
import type { InstanceResult } from './expressions/results';
import { finalLabels, systemLabels } from './labels';
import type { AlertRule } from './model';
import type { LabelledResult } from './state/step';
import { RuleTexts } from './templates/expand';
import { TemplateDot } from './templates/template-data';
import { templateFunctions } from './templates/template-functions';

type Texts = Readonly<Record<string, string>>;

/** What the evaluations of a rule share: its parsed templates, and the labels of the results that it had last time. */
interface RuleMemory {
  readonly labels: RuleTexts;
  readonly annotations: RuleTexts;
  results: ReadonlyMap<string, ResultMemory>;
}

interface ResultMemory {
  /** System labels and those of the result, as templates see them. */
  readonly visible: Labels;
  /** The rule's own labels when they were expanded last, and the labels of the instance that came of them. */
  readonly expanded: Texts;
  readonly final: Labels;
}

/** Gives each result the final labels and the annotations of its instance. Label sets are shared between evaluations. */
export function labelResults(
  rule: AlertRule,
  results: readonly InstanceResult[],
  nowMs: number,
  externalUrl: string,
  behaviour: Behaviour,
): readonly LabelledResult[] {
  const memory = memoryOf(rule);
  const functions = functionsAt(externalUrl, nowMs);
  const met = new Map<string, ResultMemory>();
  const labelled = results.map((result): LabelledResult => {
    const { captures, labels: own } = result;
    const known = memory.results.get(own.key);
    const visible = known?.visible ?? Labels.of({ ...own.toObject(), ...systemLabels(rule) });
    const dot = new TemplateDot({ labels: visible, captures, value: () => evaluationString(captures) });
    const expanded = memory.labels.expand(dot, functions);
    const annotations = memory.annotations.expand(dot, functions);
    if (result.error !== undefined) return { result, annotations, ...finalLabels(rule, expanded, result, behaviour) };
    const isKnown = known !== undefined && sameTexts(known.expanded, expanded);
    const final = isKnown ? known.final : finalLabels(rule, expanded, result, behaviour).labels;
    met.set(own.key, { visible, expanded, final });
    return { result, annotations, identity: final, labels: final };
  });
  memory.results = met;
  return labelled;
}

const memories = new WeakMap<AlertRule, RuleMemory>();

function memoryOf(rule: AlertRule): RuleMemory {
  let memory = memories.get(rule);
  if (memory === undefined) {
    const labels = new RuleTexts(rule.labels);
    const annotations = new RuleTexts(rule.annotations);
    memories.set(rule, (memory = { labels, annotations, results: new Map() }));
  }
  return memory;
}

let lastFunctions:
  { readonly externalUrl: string; readonly nowMs: number; readonly functions: GoFunctions } | undefined;

/** The rules of one tick share the functions. */
function functionsAt(externalUrl: string, nowMs: number): GoFunctions {
  if (lastFunctions?.externalUrl !== externalUrl || lastFunctions.nowMs !== nowMs) {
    lastFunctions = { externalUrl, nowMs, functions: templateFunctions({ externalUrl, nowMs }) };
  }
  return lastFunctions.functions;
}

/** Both are expansions of the same templates, so their names are the same. */
function sameTexts(left: Texts, right: Texts): boolean {
  if (left === right) return true;
  for (const name in left) if (left[name] !== right[name]) return false;
  return true;
}
