import { QueryError, type Span } from '@firedrill/query-core';
import { GoMap, parseTemplate, renderTemplate } from '@firedrill/go-template';
import type { LabelAssignment } from '../syntax/ast';
import { ERROR_DETAILS_LABEL, ERROR_LABEL, type LineLabels } from './line-labels';
import type { LineStage } from './line-stage';
import { lineFunctions, type TemplateLine } from '../template/line-functions';

/** `| line_format "{{.a}}"`: the template's text is the line; when it fails the line stays, with an error. */
export function lineFormatStage(text: string, span: Span): LineStage {
  const render = compileTemplate('line', text, span);
  return (line, labels) => render(line, labels) ?? line;
}

/** `| label_format a=b, c="{{.d}}"`: renames and templates in the order written. */
export function labelFormatStage(assignments: readonly LabelAssignment[], span: Span): LineStage {
  const targets = assignments.map(({ target }) => target);
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice !== undefined) throw new QueryError('check', `the label ${twice} is set twice`, span);
  const error = targets.find((target) => target === ERROR_LABEL || target === ERROR_DETAILS_LABEL);
  if (error !== undefined) throw new QueryError('check', `${error} cannot be formatted`, span);
  const steps = assignments.map((assignment) =>
    assignment.rename ? renameStep(assignment) : templateStep(assignment),
  );
  return (line, labels) => {
    for (const step of steps) step(line, labels);
    return line;
  };
}

type FormatStep = (line: string, labels: LineLabels) => void;

function renameStep({ target, value: source }: LabelAssignment): FormatStep {
  return (_, labels) => {
    const [value, origin] = [labels.get(source), labels.originOf(source)];
    if (value === undefined || origin === undefined) return;
    labels.set(origin, target, value);
    labels.delete(source);
  };
}

function templateStep({ target, value, span }: LabelAssignment): FormatStep {
  const render = compileTemplate('label', value, span);
  return (line, labels) => {
    const text = render(line, labels);
    if (text !== undefined) labels.set('parsed', target, text);
  };
}

/** Renders with the labels as data; undefined, with the line's error set, when the template fails. */
function compileTemplate(
  name: 'line' | 'label',
  text: string,
  span: Span,
): (line: string, labels: LineLabels) => string | undefined {
  if (!text.includes('{{')) return () => text;
  let current: TemplateLine = { line: '', timestampNs: 0n };
  const functions = lineFunctions(() => current);
  const parsed = parseTemplate(text, functions);
  if (!parsed.ok) throw new QueryError('check', `invalid template: ${parsed.error.message}`, span);
  return (line, labels) => {
    current = { line, timestampNs: labels.timestampNs() };
    const data = GoMap.ofStrings(Object.fromEntries(labels.entries()));
    const rendered = renderTemplate(parsed.template, data, { functions, missingKey: 'zero' });
    if (rendered.ok) return rendered.text;
    labels.fail('TemplateFormatErr', describeTemplateError(name, text, rendered.error));
    return undefined;
  };
}

/** Worded as Go's templates do: `template: line:1:3: executing "line" at <div 1 0>: …`; columns are bytes from 0. */
function describeTemplateError(name: string, text: string, { message, span }: QueryError): string {
  if (span === undefined) return `template: ${name}: ${message}`;
  const before = text.slice(0, span.start).split('\n');
  const column = new TextEncoder().encode(before.at(-1)).length;
  const place = `${name}:${before.length}:${column}`;
  return `template: ${place}: executing "${name}" at <${text.slice(span.start, span.end).trim()}>: ${message}`;
}
