import { SessionStore } from './session';

const MINUTE = 60_000;
const TIMEOUT = 20 * MINUTE;

function store(limit = 100): SessionStore {
  let count = 0;
  return new SessionStore({ limit, newId: () => `id-${String((count += 1))}` });
}

test('a session is found again as long as it is used', () => {
  const sessions = store();
  const { session, isNew } = sessions.open(undefined, 0, TIMEOUT);
  expect(isNew).toBe(true);
  for (let minute = 15; minute <= 60; minute += 15) {
    expect(sessions.open(session.id, minute * MINUTE, TIMEOUT)).toEqual({ session, isNew: false, timedOut: false });
  }
});

test('a session that was unused for too long starts anew, and the shopper who comes back is told apart', () => {
  const sessions = store();
  const { session } = sessions.open(undefined, 0, TIMEOUT);
  session.cart.set(1, 2);
  const found = sessions.open(session.id, 20 * MINUTE + 1, TIMEOUT);
  expect(found).toMatchObject({ isNew: true, timedOut: true });
  expect(found.session.id).not.toBe(session.id);
  expect(found.session.cart.size).toBe(0);
});

test('an id that was made up names nobody and is not taken over', () => {
  const { session, isNew, timedOut } = store().open('chosen-by-the-client', 0, TIMEOUT);
  expect({ isNew, timedOut }).toEqual({ isNew: true, timedOut: false });
  expect(session.id).not.toBe('chosen-by-the-client');
});

test('active counts the sessions within the time-out', () => {
  const sessions = store();
  const first = sessions.open(undefined, 0, TIMEOUT).session;
  sessions.open(undefined, 10 * MINUTE, TIMEOUT);
  sessions.open(first.id, 15 * MINUTE, TIMEOUT);
  expect([15, 31, 36].map((minute) => sessions.active(minute * MINUTE, TIMEOUT))).toEqual([2, 1, 0]);
});

test('above the limit the session that was unused for longest is forgotten', () => {
  const sessions = store(2);
  const [first, second] = [sessions.open(undefined, 0, TIMEOUT).session, sessions.open(undefined, 1, TIMEOUT).session];
  sessions.open(first.id, 2, TIMEOUT);
  sessions.open(undefined, 3, TIMEOUT);
  expect(sessions.open(first.id, 4, TIMEOUT).isNew).toBe(false);
  expect(sessions.open(second.id, 5, TIMEOUT).isNew).toBe(true);
});

test('a time-out below zero ends every session at once', () => {
  const sessions = store();
  const { session } = sessions.open(undefined, 0, TIMEOUT);
  expect(sessions.active(0, -1)).toBe(0);
  expect(sessions.open(session.id, 0, -1)).toMatchObject({ isNew: true, timedOut: true });
});

test('who logs in keeps the cart under another id and with another token', () => {
  const sessions = store();
  const { session } = sessions.open(undefined, 0, TIMEOUT);
  session.cart.set(1, 2);
  const before = { id: session.id, formToken: session.formToken };
  sessions.identify(session, { id: 7, email: 'a@example.com', name: 'A' }, 1);
  expect(sessions.open(session.id, 2, TIMEOUT)).toMatchObject({ isNew: false, session: { customer: { id: 7 } } });
  expect(session.formToken).not.toBe(before.formToken);
  expect(session.cart.get(1)).toBe(2);
  expect(sessions.open(before.id, 3, TIMEOUT)).toMatchObject({ isNew: true, timedOut: false });
});
