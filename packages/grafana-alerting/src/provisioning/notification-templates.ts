import { goFunction, parseTemplate, type GoFunctions } from '@firedrill/go-template';
import type { Fields } from './fields';
import type { NotificationTemplate } from './notification-model';

/** The functions that notification templates may call beside Go's own. */
const FUNCTION_NAMES = [
  'toUpper',
  'toLower',
  'title',
  'trimSpace',
  'join',
  'match',
  'safeHtml',
  'safeUrl',
  'urlUnescape',
  'reReplaceAll',
  'stringSlice',
  'date',
  'tz',
  'since',
  'humanizeDuration',
  'toJson',
  'coll',
  'data',
  'tmpl',
  'time',
];
const FUNCTIONS: GoFunctions = Object.fromEntries(FUNCTION_NAMES.map((name) => [name, goFunction([], () => '')]));

/** One entry of `templates`; a body that defines nothing becomes the template of its name. Nothing in it is expanded. */
export function readTemplate(fields: Fields): NotificationTemplate {
  fields.warnUnknownKeys(['orgId', 'name', 'template']);
  const orgId = fields.orgId();
  const name = fields.raw('name') ?? '';
  const body = fields.raw('template');
  if (name === '') fields.error('name', 'expected the name of the template, got nothing', 'missing-template-name');
  if (body === '') fields.error('template', 'expected the text of the template, got nothing', 'missing-template-body');
  const template = defined(name, body ?? '');
  const parsed = parseTemplate(template, FUNCTIONS);
  if (!parsed.ok && body !== undefined) {
    fields.error('template', `expected a Go template: ${parsed.error.message}`, 'bad-template');
  }
  return { orgId, name, template };
}

function defined(name: string, body: string): string {
  const content = body.trim();
  if (/\{\{-?\s*define/.test(content)) return content;
  const indented = content.split('\n').map((line) => `  ${line}`);
  return `{{ define ${JSON.stringify(name)} }}\n${indented.join('\n')}\n{{ end }}`;
}
