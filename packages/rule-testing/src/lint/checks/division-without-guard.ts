import type { Check } from '../check';

export const divisionWithoutGuard: Check = {
  id: 'division-without-guard',
  severity: 'warning',
  reason:
    'PostgreSQL answers a division by zero with an error: the rule goes to Error when there is nothing to divide by.',
  mistakes: [
    {
      what: 'a count that can be zero below the line',
      file: 'alerting/rules.yaml',
      good: 'select now() as time, count(*) as low from products where stock < 3',
      bad: 'select now() as time, count(*) filter (where stock < 3) / count(*) as low from products',
    },
  ],
  find: ({ rules }) =>
    rules
      .flatMap(({ queries }) => queries)
      .flatMap(({ source, model }) => {
        const at = source === 'postgres' ? model?.get('rawSql') : undefined;
        if (at === undefined || !UNGUARDED.test(withoutTexts(at.source ?? ''))) return [];
        const message = 'the query divides by something that can be zero';
        return [{ at, message, fix: 'nullif(…, 0) below the line: no value is no data instead of an error' }];
      }),
};

/** A slash before anything but a number other than zero or a function that keeps zero out. */
const UNGUARDED = /\/\s*(?!\(*\s*(?:nullif|greatest|case)\b|\(*\s*0*[1-9]|\s)/i;

/** SQL without its comments, strings and quoted names. */
function withoutTexts(sql: string): string {
  return sql.replaceAll(/--.*|\/\*[^]*?\*\/|'(?:[^']|'')*'|"[^"]*"/g, ' x ');
}
