import {
  escapeQuery,
  goFunction,
  GoMap,
  GoStruct,
  parseTemplate,
  PROMETHEUS_FUNCTIONS,
  renderTemplate,
  TEMPLATE_SAMPLE,
  type GoFunctions,
  type ParseResult,
} from '@firedrill/go-template';
import type { RuleSample } from './rule-query';

/** What the templates of one evaluation see beside their sample. */
export interface TemplateSurroundings {
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Without a slash at the end. */
  readonly externalUrl: string;
  readonly atMs: number;
  /** Evaluates a query at the time of the evaluation; throws a QueryError. */
  readonly query: (text: string) => readonly RuleSample[];
}

/** Prometheus defines these in front of every template. */
const DEFINITIONS =
  '{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}';

const NOWHERE: TemplateSurroundings = { externalLabels: {}, externalUrl: '', atMs: 0, query: () => [] };
const NAMES_ONLY = functionsOf(NOWHERE);

/** What is wrong with a template's syntax, in words. */
export function templateProblem(text: string): string | undefined {
  const parsed = parsedTemplate(text);
  return parsed.ok ? undefined : parsed.error.message;
}

/** Makes the function that expands templates for a sample; a template that fails says so in its text, as in Prometheus. */
export function alertTemplates(surroundings: TemplateSurroundings): (text: string, sample: RuleSample) => string {
  const functions = functionsOf(surroundings);
  const { externalLabels, externalUrl } = surroundings;
  return (text, { labels, value }) => {
    if (!text.includes('{{')) return text;
    const parsed = parsedTemplate(text);
    if (!parsed.ok) return failed(parsed.error);
    const data = new GoStruct('struct', {
      Labels: GoMap.ofStrings(labels.toObject()),
      ExternalLabels: GoMap.ofStrings(externalLabels),
      ExternalURL: externalUrl,
      Value: value,
    });
    const rendered = renderTemplate(parsed.template, data, { functions, missingKey: 'zero' });
    return rendered.ok ? rendered.text : failed(rendered.error);
  };
}

function failed(error: Error): string {
  return `<error expanding template: ${error.message}>`;
}

function parsedTemplate(text: string): ParseResult {
  return parseTemplate(DEFINITIONS + text, NAMES_ONLY);
}

function functionsOf({ externalUrl, atMs, query }: TemplateSurroundings): GoFunctions {
  return {
    ...PROMETHEUS_FUNCTIONS,
    query: goFunction(['string'], (text: string) =>
      query(text).map(
        ({ labels, value }) =>
          new GoStruct(TEMPLATE_SAMPLE, { Labels: GoMap.ofStrings(labels.toObject()), Value: value }),
      ),
    ),
    tableLink: goFunction(['string'], (expr: string) => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=1`),
    graphLink: goFunction(['string'], (expr: string) => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=0`),
    externalURL: goFunction([], () => externalUrl),
    pathPrefix: goFunction([], () => externalUrl.replace(/^[a-z]+:\/\/[^/]*/i, '')),
    now: goFunction([], () => atMs / 1000),
  };
}
