import type { Labels } from '@firedrill/timeseries';
import fc from 'fast-check';
import type { ContactPoint, Receiver, Route } from '../provisioning/notification-model';
import { isResolved, receivedAlert, type Alert } from './alert';
import { Dispatcher, type DispatcherOptions, type Notification } from './dispatcher';
import { compilePolicy } from './policy-tree';
import { Silences } from './silences';

const receiver: Receiver = {
  uid: 'hook',
  type: 'webhook',
  settings: { url: 'http://x/' },
  disableResolveMessage: false,
};
const contactPoint: ContactPoint = { orgId: 1, name: 'team', receivers: [receiver] };
const root: Route = {
  receiver: 'team',
  groupBy: ['alertname'],
  groupWaitMs: 10_000,
  groupIntervalMs: 60_000,
  repeatIntervalMs: 600_000,
  matchers: [],
  continue: false,
  muteTimeIntervals: [],
  activeTimeIntervals: [],
  routes: [],
};

function alert(instance: string, startsAtMs: number, endsAtMs: number, nowMs: number): Alert {
  const labels = { alertname: 'Slow', instance, __alert_rule_uid__: 'slow' };
  return receivedAlert({ labels, annotations: {}, startsAtMs, endsAtMs, captures: [], valueText: '' }, 1, nowMs);
}

function create(changes: Partial<DispatcherOptions> = {}, policy: Partial<Route> = {}): Dispatcher {
  return new Dispatcher({
    policy: compilePolicy({ ...root, ...policy }),
    contactPoints: [contactPoint],
    muteTimes: [],
    startedMs: 0,
    isSilenced: () => false,
    ...changes,
  });
}

/** What went out, as `seconds: instances`, an instance that ended with a minus. */
function sendUntil(dispatcher: Dispatcher, untilMs: number, outcome: 'sent' | 'failed' = 'sent'): string[] {
  const lines: string[] = [];
  for (;;) {
    const dueMs = dispatcher.nextFlushMs;
    if (dueMs === undefined || dueMs > untilMs) return lines;
    for (const notification of dispatcher.flush(dueMs)) {
      lines.push(line(notification, dueMs));
      dispatcher.settle(notification, outcome, dueMs);
    }
  }
}

function line({ alerts }: Notification, nowMs: number): string {
  const names = alerts.map((sent) => `${isResolved(sent, nowMs) ? '-' : ''}${sent.labels.get('instance')}`);
  return `${nowMs / 1000}: ${names.join(' ')}`;
}

test('a group waits for group_wait and then tells changes once per group_interval', () => {
  const dispatcher = create();
  dispatcher.receive([alert('a', 0, 400_000, 0)], 0);
  dispatcher.receive([alert('b', 5000, 400_000, 5000)], 5000);
  expect(sendUntil(dispatcher, 60_000)).toEqual(['10: a b']);
  dispatcher.receive([alert('a', 0, 61_000, 61_000)], 61_000);
  expect(sendUntil(dispatcher, 300_000)).toEqual(['70: -a b']);
});

test('an alert that fires for longer than group_wait does not wait', () => {
  const dispatcher = create();
  dispatcher.receive([alert('a', 0, 400_000, 30_000)], 30_000);
  expect(sendUntil(dispatcher, 30_000)).toEqual(['30: a']);
});

test('an unchanged group is told again after repeat_interval', () => {
  const dispatcher = create();
  dispatcher.receive([alert('a', 0, 2_000_000, 0)], 0);
  expect(sendUntil(dispatcher, 1_400_000)).toEqual(['10: a', '670: a', '1330: a']);
});

test('what failed is tried again at the next flush only', () => {
  const dispatcher = create();
  dispatcher.receive([alert('a', 0, 400_000, 0)], 0);
  expect(sendUntil(dispatcher, 130_000, 'failed')).toEqual(['10: a', '70: a', '130: a']);
});

test('a group that is still sending waits', () => {
  const dispatcher = create();
  dispatcher.receive([alert('a', 0, 400_000, 0)], 0);
  const [notification] = dispatcher.flush(10_000);
  expect(dispatcher.nextFlushMs).toBeUndefined();
  if (notification !== undefined) dispatcher.settle(notification, 'sent', 11_000);
  expect(dispatcher.nextFlushMs).toBe(70_000);
});

test('a receiver that wants no resolved messages gets none', () => {
  const quiet = { ...contactPoint, receivers: [{ ...receiver, disableResolveMessage: true }] };
  const dispatcher = create({ contactPoints: [quiet] });
  dispatcher.receive([alert('a', 0, 60_000, 0)], 0);
  expect(sendUntil(dispatcher, 200_000)).toEqual(['10: a']);
});

test('after a restart nothing is told twice, also when the rule sends its resolution again', () => {
  const before = create();
  before.receive([alert('a', 0, 400_000, 0), alert('b', 0, 400_000, 0)], 0);
  sendUntil(before, 20_000);
  before.receive([alert('a', 0, 30_000, 30_000)], 30_000);
  expect(sendUntil(before, 70_000)).toEqual(['70: -a b']);
  const after = create({ saved: JSON.parse(JSON.stringify(before.save())) as ReturnType<Dispatcher['save']> });
  after.receive([alert('a', 0, 30_000, 90_000), alert('b', 0, 400_000, 90_000)], 90_000);
  expect(sendUntil(after, 300_000)).toEqual([]);
});

test.each([
  ['muted', { muteTimeIntervals: ['now'] }, []],
  ['outside of its active times', { activeTimeIntervals: ['never'] }, []],
  ['inside of its active times', { activeTimeIntervals: ['now'] }, ['10: a']],
  ['muted at another time', { muteTimeIntervals: ['never'] }, ['10: a']],
])('a policy that is %s', (_name, policy, expected) => {
  const muteTimes = [
    { orgId: 1, name: 'now', intervals: [{ years: [{ start: 1970, end: 1970 }] }] },
    { orgId: 1, name: 'never', intervals: [{ years: [{ start: 1971, end: 1971 }] }] },
  ];
  const dispatcher = create({ muteTimes }, { routes: [{ ...root, ...policy }] });
  dispatcher.receive([alert('a', 0, 400_000, 0)], 0);
  expect(sendUntil(dispatcher, 100_000)).toEqual(expected);
});

/** Every ten seconds each of three alerts fires or does not; the rules send as Grafana's do, again every 30 s. */
const scripts = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 40 });
const TICK_MS = 10_000;

function play(
  script: readonly (readonly boolean[])[],
  dispatcher: Dispatcher,
  onSent: (sent: Notification) => void,
): void {
  const started = new Map<number, number>();
  const ticks = [...script, ...Array.from({ length: 20 }, () => [false, false, false])];
  for (const [tick, states] of ticks.entries()) {
    const nowMs = tick * TICK_MS;
    for (const [index, fires] of states.entries()) {
      const since = started.get(index);
      if (fires) {
        started.set(index, since ?? nowMs);
        dispatcher.receive([alert(`i${index}`, since ?? nowMs, nowMs + 120_000, nowMs)], nowMs);
      } else if (since !== undefined) {
        started.delete(index);
        dispatcher.receive([alert(`i${index}`, nowMs, nowMs, nowMs)], nowMs);
      }
    }
    for (
      let dueMs = dispatcher.nextFlushMs;
      dueMs !== undefined && dueMs < nowMs + TICK_MS;
      dueMs = dispatcher.nextFlushMs
    ) {
      for (const notification of dispatcher.flush(dueMs)) {
        onSent(notification);
        dispatcher.settle(notification, 'sent', dueMs);
      }
    }
  }
}

test('each resolution is told exactly once, and only of what was told to fire or went with it', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const open = new Set<string>();
      const told = new Set<string>();
      play(script, create({}, { groupIntervalMs: 20_000 }), ({ alerts, timeMs }) => {
        for (const sent of alerts) {
          const ended = isResolved(sent, timeMs);
          const resolution = `${sent.fingerprint} ${sent.endsAtMs}`;
          if (ended) expect(told.has(resolution)).toBe(false);
          if (ended) told.add(resolution);
          if (ended) open.delete(sent.fingerprint);
          else open.add(sent.fingerprint);
        }
      });
      expect([...open]).toEqual([]);
    }),
  );
});

test('nothing is sent for suppressed alerts', () => {
  const silences = new Silences();
  silences.put({
    id: 's',
    matchers: [{ name: 'instance', value: 'i0', isRegex: false, isEqual: true }],
    ...{ startsAtMs: 0, endsAtMs: 10_000_000, updatedAtMs: 0, createdBy: '', comment: '' },
  });
  const isSilenced = (labels: Labels, nowMs: number): boolean => silences.silencing(labels, nowMs).length > 0;
  fc.assert(
    fc.property(scripts, (script) => {
      play(script, create({ isSilenced }), ({ alerts }) => {
        expect(alerts.map(({ labels }) => labels.get('instance'))).not.toContain('i0');
      });
    }),
  );
});

test('a group never tells the same twice within repeat_interval', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      let last = '';
      play(script, create(), ({ alerts, timeMs }) => {
        const content = alerts
          .map((sent) => `${sent.fingerprint} ${isResolved(sent, timeMs)} ${sent.startsAtMs}`)
          .join();
        expect(content).not.toBe(last);
        last = content;
      });
    }),
  );
});
