import {
  formatFloat,
  GoMap,
  GoStruct,
  parseTemplate,
  renderTemplate,
  type GoFunctions,
  type GoValue,
  type ParseResult,
} from '@firedrill/go-template';
import type { Capture } from '../expressions/captures';
import { labelMap, templateFunctions, type TemplateEnvironment } from './template-functions';

/** What the templates of one result see. */
export interface TemplateData {
  /** System labels and those of the result, not the rule's own. */
  readonly labels: Readonly<Record<string, string>>;
  readonly captures: readonly Capture[];
  /** The evaluation string; asked for only by templates that name it. */
  readonly value: () => string;
}

export type Expansion = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: Error };

/** A template behind Grafana's definitions of its variables; those that it does not name are left out, as no one can tell. */
const DEFINITIONS: readonly (readonly [use: RegExp, definition: string])[] = [
  [/\$labels\b/, '{{- $labels := .Labels -}}'],
  [/\$values\b/, '{{- $values := .Values -}}'],
  [/\$value\b/, '{{- $value := .Value -}}'],
];
/** The definitions trim the spaces behind them, so there is always something in front. */
const TRIM = '{{- /* */ -}}';

/** Expands the templates of a rule; texts are parsed once and remembered. */
export class TemplateExpander {
  readonly #parsed = new Map<string, ParseResult>();

  /** Prepares the expansion of many templates at one time. */
  at(environment: TemplateEnvironment): (template: string, data: TemplateData) => Expansion {
    const functions = templateFunctions(environment);
    return (template, data) => this.#expand(template, data, functions);
  }

  #expand(template: string, data: TemplateData, functions: GoFunctions): Expansion {
    if (!template.includes('{{')) return { ok: true, text: replaceNoValue(template) };
    let parsed = this.#parsed.get(template);
    if (parsed === undefined)
      this.#parsed.set(template, (parsed = parseTemplate(withDefinitions(template), functions)));
    if (!parsed.ok) return parsed;
    const rendered = renderTemplate(parsed.template, templateData(data), { functions });
    return rendered.ok ? { ok: true, text: replaceNoValue(rendered.text) } : rendered;
  }
}

/** Expands all values of a map; one that fails keeps its template text, as in Grafana. */
export function expandAll(
  templates: Readonly<Record<string, string>>,
  expand: (template: string) => Expansion,
): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, template] of Object.entries(templates)) {
    const expansion = expand(template);
    texts[name] = expansion.ok ? expansion.text : template;
  }
  return texts;
}

function withDefinitions(template: string): string {
  const used = DEFINITIONS.filter(([use]) => use.test(template)).map(([, definition]) => definition);
  return [TRIM, ...used, template].join('');
}

function replaceNoValue(text: string): string {
  return text.includes('<no value>') ? text.replaceAll('<no value>', '[no value]') : text;
}

/** The dot of a template; its fields are made when they are asked for. */
function templateData({ labels, captures, value }: TemplateData): GoStruct {
  const fields = {
    get Labels(): GoValue {
      return labelMap(labels);
    },
    get Values(): GoValue {
      return captureMap(captures);
    },
    get Value(): GoValue {
      return value();
    },
  };
  return new GoStruct('template.Data', fields);
}

function captureMap(captures: readonly Capture[]): GoMap {
  const entries = captures.map(
    (capture) => [capture.name, captureValue(() => capture.labels.toObject(), capture.value ?? NaN)] as const,
  );
  return new GoMap(entries, { type: 'state.templateCaptureValue', zero: ZERO_CAPTURE });
}

/** Printed as the number in full, without an exponent. */
function captureValue(labels: () => Readonly<Record<string, string>>, value: number): GoStruct {
  const fields = {
    get Labels(): GoValue {
      return labelMap(labels());
    },
    Value: value,
  };
  return new GoStruct('state.templateCaptureValue', fields, () => formatFloat(value, 'f'));
}

const ZERO_CAPTURE = captureValue(() => ({}), 0);
