import { formatDuration } from '@firedrill/timeseries';
import type { Check, Found } from '../check';
import { textsOf, type LintRule } from '../lint-folder';
import { inputsOf, type LintQuery } from '../lint-query';

export const textContradictsRule: Check = {
  id: 'text-contradicts-rule',
  severity: 'warning',
  reason:
    'People act on the text of an alert: one that says another time or another unit than the rule sends them wrong.',
  mistakes: [
    {
      what: 'another duration than that of the rule',
      file: 'alerting/rules.yaml',
      good: 'of requests fail for 5 minutes',
      bad: 'of requests fail for 15 minutes',
    },
    {
      what: 'a percentage of a percentage',
      file: 'alerting/rules.yaml',
      good: '/ sum by (service) (rate(http_requests_total[5m]))',
      bad: '/ sum by (service) (rate(http_requests_total[5m])) * 100',
      at: 'humanizePercentage',
    },
  ],
  find: ({ rules }) => rules.flatMap((rule) => [...durations(rule), ...percentages(rule)]),
};

const UNITS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 };

/** `for 15 minutes` in a text, where neither `for` nor any window of a query is as long. */
function durations({ node, rule, queries, ...rest }: LintRule): Found[] {
  if (rule === undefined || rule.forMs === 0) return [];
  const windows = queries.flatMap(({ model }) => {
    const text = `${model?.get('expr')?.source ?? ''} ${model?.get('rawSql')?.source ?? ''}`;
    return [...text.matchAll(/(\d+)\s*(s|m|h)[a-z]*\b/g)].map(
      ([, count, unit]) => Number(count) * UNIT_LETTERS[unit as 's'],
    );
  });
  const known = [rule.forMs, rule.intervalMs, ...windows, ...rule.nodes.map(({ fromSeconds }) => fromSeconds * 1000)];
  return textsOf({ node, rule, queries, ...rest }, 'annotations').flatMap(([, at]): Found[] => {
    const [said, count, unit = ''] =
      /\bfor (?:more than |over |at least )?(\d+) (second|minute|hour)s?\b/i.exec(at.source ?? '') ?? [];
    const ms = Number(count) * (UNITS[unit.toLowerCase()] ?? NaN);
    if (said === undefined || known.includes(ms)) return [];
    const message = `the text says "${said}", and the rule waits ${formatDuration(rule.forMs)}`;
    return [{ at, message, fix: 'write the duration of the rule, or none' }];
  });
}

const UNIT_LETTERS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** humanizePercentage multiplies by 100 itself. */
function percentages(rule: LintRule): Found[] {
  const { queries } = rule;
  return textsOf(rule, 'annotations').flatMap(([, at]) =>
    [...(at.source ?? '').matchAll(/\$values\.(\w+)(?:\.Value)?\s*\|\s*humanizePercentage/g)].flatMap(
      ([, refId = '']): Found[] => {
        const query = measuredBy(refId, queries);
        const text = query?.model?.get('expr')?.source ?? query?.model?.get('expression')?.source ?? '';
        if (!/\*\s*100\b(?!\s*[*/])|\b100\s*\*/.test(text)) return [];
        const message = `humanizePercentage multiplies by 100, and ${query?.refId ?? refId} has done so already`;
        return [{ at, message, fix: 'take one of the two away: `printf "%.1f%%"` for a value from 0 to 100' }];
      },
    ),
  );
}

/** The query or math behind a refId, through reduces. */
function measuredBy(refId: string, queries: readonly LintQuery[], depth = 0): LintQuery | undefined {
  const query = queries.find((candidate) => candidate.refId === refId);
  if (query?.expression !== 'reduce' || depth > queries.length) return query;
  return measuredBy(inputsOf(query)[0] ?? '', queries, depth + 1);
}
