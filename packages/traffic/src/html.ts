/** A form as a browser without JavaScript would send it: its target and the values it starts with. */
export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The paths of all links on a page. */
export function readLinks(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)].map((match) => decodeEntities(match[1] ?? ''));
}

/** The form that posts to the path; undefined when the page has none. */
export function readForm(html: string, action: string): Form | undefined {
  for (const [, attributes = '', content = ''] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    if (attribute(attributes, 'action') === action)
      return { action, fields: { ...inputs(content), ...selects(content) } };
  }
  return undefined;
}

function inputs(content: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, attributes = ''] of content.matchAll(/<input\b([^>]*)>/g)) {
    const name = attribute(attributes, 'name');
    const choice = ['radio', 'checkbox'].includes(attribute(attributes, 'type') ?? '');
    if (name === undefined || (choice && !/\bchecked\b/.test(attributes))) continue;
    fields[name] = attribute(attributes, 'value') ?? '';
  }
  return fields;
}

function selects(content: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, attributes = '', options = ''] of content.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const name = attribute(attributes, 'name');
    const option = /<option\b([^>]*\bselected\b[^>]*)>/.exec(options) ?? /<option\b([^>]*)>/.exec(options);
    if (name !== undefined) fields[name] = attribute(option?.[1] ?? '', 'value') ?? '';
  }
  return fields;
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? undefined : decodeEntities(value);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name: string) => ENTITIES[name] ?? '');
}
