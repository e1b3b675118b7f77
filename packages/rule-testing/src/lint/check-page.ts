import type { Check, Mistake } from './check';

/** The documentation page of a check, in Markdown: `docs/rules/<id>.md`. */
export function checkPage({ id, severity, reason, mistakes }: Check): string {
  return [
    `<!-- Generated from packages/rule-testing/src/lint/checks/${id}.ts; edit there. -->`,
    '',
    `# ${id}`,
    '',
    `${reason} (${severity})`,
    ...mistakes.flatMap(section),
    '',
    '## Where it is right all the same',
    '',
    'A comment above the line, or above the rule, silences the check there:',
    '',
    '```yaml',
    `# firedrill:ignore ${id} why it is right here`,
    '```',
    '',
  ].join('\n');
}

function section({ what, file, good, bad }: Mistake): string[] {
  return [
    '',
    `## ${what.charAt(0).toUpperCase()}${what.slice(1)}`,
    '',
    `Wrong, in \`${file}\`:`,
    '',
    '```yaml',
    bad === '' ? '# (nothing)' : dedent(bad),
    '```',
    '',
    'Right:',
    '',
    '```yaml',
    dedent(good),
    '```',
  ];
}

/** Lines moved to the left by what all but the first have in common. */
function dedent(text: string): string {
  const lines = text.replace(/^\n|\n$/g, '').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const [first = 0, ...others] = indents;
  const common = Math.min(...(first === 0 && others.length > 0 ? others : indents));
  return lines
    .map((line, index) => (index === 0 ? line.trimStart() : line.slice(Math.min(common, line.search(/\S|$/)))))
    .join('\n');
}
