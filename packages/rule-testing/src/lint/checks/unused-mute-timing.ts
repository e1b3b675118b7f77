import type { Check } from '../check';
import { entriesOf, routesOf } from '../lint-folder';

export const unusedMuteTiming: Check = {
  id: 'unused-mute-timing',
  severity: 'warning',
  reason: 'A mute timing that no route names mutes nothing.',
  mistakes: [
    {
      what: 'no route uses it',
      file: 'alerting/notifications.yaml',
      good: "          - [severity, '=', warning]\n        mute_time_intervals: [nights]\nmuteTimes:\n  - orgId: 1\n    name: nights",
      bad: "          - [severity, '=', warning]\nmuteTimes:\n  - orgId: 1\n    name: nights",
      at: 'name: nights',
    },
  ],
  find: (folder) => {
    const keys = ['mute_time_intervals', 'active_time_intervals', 'muteTimeIntervals', 'activeTimeIntervals'];
    const owners = [
      ...routesOf(folder),
      ...folder.rules.flatMap(({ node }) => node.get('notification_settings') ?? []),
    ];
    const used = owners
      .flatMap((owner) => keys.flatMap((key) => owner.get(key)?.items() ?? []))
      .map((item) => item.source);
    // Routes of other folders may use it.
    if (entriesOf(folder.alertingFiles, 'policies').length === 0) return [];
    return entriesOf(folder.alertingFiles, 'muteTimes')
      .flatMap((mute) => mute.get('name') ?? [])
      .filter((name) => !used.includes(name.source))
      .map((at) => ({
        at,
        message: `no route names ${at.source ?? ''}`,
        fix: 'mute_time_intervals of a route, or take it away',
      }));
  },
};
