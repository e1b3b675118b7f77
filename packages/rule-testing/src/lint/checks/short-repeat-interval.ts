import { DurationError, parseDuration } from '@firedrill/timeseries';
import type { Check } from '../check';
import { routesOf } from '../lint-folder';

const SHORT_MS = 300_000;

export const shortRepeatInterval: Check = {
  id: 'short-repeat-interval',
  severity: 'warning',
  reason: 'A message that comes again every few minutes while somebody works on it is one that people learn to ignore.',
  mistakes: [
    {
      what: 'every five minutes',
      file: 'alerting/notifications.yaml',
      good: 'repeat_interval: 4h',
      bad: 'repeat_interval: 5m',
    },
  ],
  find: (folder) =>
    routesOf(folder).flatMap((route) => {
      const at = route.get('repeat_interval');
      if (at === undefined || duration(at.source ?? '') > SHORT_MS) return [];
      return [{ at, message: `the same alert is sent again every ${at.source ?? ''}`, fix: 'some hours, such as 4h' }];
    }),
};

/** A duration that does not parse is the loader's to report. */
function duration(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof DurationError) return Infinity;
    throw error;
  }
}
