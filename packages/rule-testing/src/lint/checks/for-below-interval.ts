import { formatDuration } from '@firedrill/timeseries';
import type { Check } from '../check';

export const forBelowInterval: Check = {
  id: 'for-below-interval',
  severity: 'warning',
  reason: 'A rule is looked at once an interval: a `for` that is shorter waits a whole interval all the same.',
  mistakes: [
    {
      what: 'a for of thirty seconds at an interval of a minute',
      file: 'alerting/rules.yaml',
      good: '        for: 1m\n',
      bad: '        for: 30s\n',
    },
  ],
  find: ({ rules }) =>
    rules.flatMap(({ node, rule }) => {
      if (rule === undefined || rule.forMs === 0 || rule.forMs >= rule.intervalMs) return [];
      const interval = formatDuration(rule.intervalMs);
      const message = `for ${formatDuration(rule.forMs)} is shorter than the interval of the group, ${interval}`;
      return [
        {
          at: node.get('for') ?? node,
          message,
          fix: `\`for: ${interval}\` says what happens, \`for: 0s\` fires at once`,
        },
      ];
    }),
};
