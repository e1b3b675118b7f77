import { SessionStore } from './session';

const MINUTE = 60_000;

function store(limit = 100): SessionStore {
  let count = 0;
  return new SessionStore({ timeoutMs: 20 * MINUTE, limit, newId: () => `id-${String((count += 1))}` });
}

test('a session is found again as long as it is used', () => {
  const sessions = store();
  const { session, isNew } = sessions.open(undefined, 0);
  expect(isNew).toBe(true);
  for (let minute = 15; minute <= 60; minute += 15) {
    expect(sessions.open(session.id, minute * MINUTE)).toEqual({ session, isNew: false, timedOut: false });
  }
});

test('a session that was unused for too long starts anew, and the shopper who comes back is told apart', () => {
  const sessions = store();
  const { session } = sessions.open(undefined, 0);
  session.cart.set(1, 2);
  const found = sessions.open(session.id, 20 * MINUTE + 1);
  expect(found).toMatchObject({ isNew: true, timedOut: true });
  expect(found.session.id).not.toBe(session.id);
  expect(found.session.cart.size).toBe(0);
});

test('an id that was made up names nobody and is not taken over', () => {
  const { session, isNew, timedOut } = store().open('chosen-by-the-client', 0);
  expect({ isNew, timedOut }).toEqual({ isNew: true, timedOut: false });
  expect(session.id).not.toBe('chosen-by-the-client');
});

test('active counts the sessions within the time-out', () => {
  const sessions = store();
  const first = sessions.open(undefined, 0).session;
  sessions.open(undefined, 10 * MINUTE);
  sessions.open(first.id, 15 * MINUTE);
  expect([15, 31, 36].map((minute) => sessions.active(minute * MINUTE))).toEqual([2, 1, 0]);
});

test('above the limit the session that was unused for longest is forgotten', () => {
  const sessions = store(2);
  const [first, second] = [sessions.open(undefined, 0).session, sessions.open(undefined, 1).session];
  sessions.open(first.id, 2);
  sessions.open(undefined, 3);
  expect(sessions.open(first.id, 4).isNew).toBe(false);
  expect(sessions.open(second.id, 5).isNew).toBe(true);
});
