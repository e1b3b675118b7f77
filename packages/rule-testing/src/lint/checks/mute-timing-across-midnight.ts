import type { ConfigNode } from '@firedrill/config-file';
import type { Check, Found } from '../check';
import { entriesOf } from '../lint-folder';

export const muteTimingAcrossMidnight: Check = {
  id: 'mute-timing-across-midnight',
  severity: 'error',
  reason: 'A time range ends on the day on which it begins: from 22:00 to 06:00 is refused.',
  mistakes: [
    {
      what: 'a night in one range',
      file: 'alerting/notifications.yaml',
      good: "          - { start_time: '22:00', end_time: '24:00' }\n",
      bad: "          - { start_time: '22:00', end_time: '06:00' }\n",
    },
  ],
  find: ({ alertingFiles }) =>
    entriesOf(alertingFiles, 'muteTimes')
      .flatMap((mute) => mute.get('time_intervals')?.items() ?? [])
      .flatMap((interval) => interval.get('times')?.items() ?? [])
      .flatMap(findInRange),
};

function findInRange(range: ConfigNode): Found[] {
  const start = minutes(range.get('start_time')?.source);
  const end = minutes(range.get('end_time')?.source);
  if (start === undefined || end === undefined || start < end) return [];
  return [{ at: range, message: 'this range ends before it begins', fix: 'two ranges, split at 24:00 and 00:00' }];
}

function minutes(text = ''): number | undefined {
  const [, hours, rest] = /^(\d\d?):(\d\d)$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(rest);
}
