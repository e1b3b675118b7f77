import { parseTemplate, renderTemplate, type GoFunctions, type ParseResult } from '@firedrill/go-template';
import { templateFunctions, type TemplateEnvironment } from './template-functions';
import { TemplateDot, type TemplateData } from './template-data';

export type Expansion = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: Error };

/** A template behind Grafana's definitions of its variables; those that it does not name are left out, as no one can tell. */
const DEFINITIONS: readonly (readonly [use: RegExp, definition: string])[] = [
  [/\$labels\b/, '{{- $labels := .Labels -}}'],
  [/\$values\b/, '{{- $values := .Values -}}'],
  [/\$value\b/, '{{- $value := .Value -}}'],
];
/** The definitions trim the spaces behind them, so there is always something in front. */
const TRIM = '{{- /* */ -}}';
/** What rules imported from Prometheus begin with. */
const PROMETHEUS_MODE = /^\{\{-?\s*_prometheusMode\s*-?\}\}/;

/** One text of a rule, parsed when it is first expanded. */
class RuleText {
  readonly #source: string;
  readonly #prometheusMode: boolean;
  #parsed: ParseResult | undefined;
  /** The expansion of a text without actions, which is always the same. */
  readonly constant: Expansion | undefined;

  constructor(source: string) {
    this.#source = source;
    this.#prometheusMode = PROMETHEUS_MODE.test(source);
    this.constant = source.includes('{{') ? undefined : { ok: true, text: replaceNoValue(source) };
  }

  expand(dot: TemplateDot, functions: GoFunctions): Expansion {
    if (this.constant !== undefined) return this.constant;
    this.#parsed ??= parseTemplate(withDefinitions(this.#source.replace(PROMETHEUS_MODE, '')), functions);
    if (!this.#parsed.ok) return this.#parsed;
    const data = this.#prometheusMode ? dot.prometheus : dot.grafana;
    const rendered = renderTemplate(this.#parsed.template, data, { functions });
    return rendered.ok ? { ok: true, text: replaceNoValue(rendered.text) } : rendered;
  }
}

/** Expands single templates; texts are parsed once and remembered. */
export class TemplateExpander {
  readonly #texts = new Map<string, RuleText>();

  /** Prepares the expansion of many templates at one time. */
  at(environment: TemplateEnvironment): (template: string, data: TemplateData) => Expansion {
    const functions = templateFunctions(environment);
    return (template, data) => {
      let text = this.#texts.get(template);
      if (text === undefined) this.#texts.set(template, (text = new RuleText(template)));
      return text.expand(new TemplateDot(data), functions);
    };
  }
}

/** The labels or the annotations of a rule: all texts expanded together, again and again. */
export class RuleTexts {
  readonly #texts: readonly (readonly [name: string, source: string, text: RuleText])[];
  readonly #constant: Readonly<Record<string, string>> | undefined;

  constructor(templates: Readonly<Record<string, string>>) {
    this.#texts = Object.entries(templates).map(([name, source]) => [name, source, new RuleText(source)] as const);
    const isConstant = this.#texts.every(([, , { constant }]) => constant !== undefined);
    this.#constant = isConstant ? mapTexts(this.#texts, ({ constant }) => constant) : undefined;
  }

  /** One that fails keeps its template text, as in Grafana. */
  expand(dot: TemplateDot, functions: GoFunctions): Readonly<Record<string, string>> {
    return this.#constant ?? mapTexts(this.#texts, (text) => text.expand(dot, functions));
  }
}

function mapTexts(
  texts: readonly (readonly [name: string, source: string, text: RuleText])[],
  expand: (text: RuleText) => Expansion | undefined,
): Readonly<Record<string, string>> {
  const expanded: Record<string, string> = {};
  for (const [name, source, text] of texts) {
    const expansion = expand(text);
    expanded[name] = expansion?.ok === true ? expansion.text : source;
  }
  return expanded;
}

function withDefinitions(template: string): string {
  const used = DEFINITIONS.filter(([use]) => use.test(template)).map(([, definition]) => definition);
  return [TRIM, ...used, template].join('');
}

function replaceNoValue(text: string): string {
  return text.includes('<no value>') ? text.replaceAll('<no value>', '[no value]') : text;
}
