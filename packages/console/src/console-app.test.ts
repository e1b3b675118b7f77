import request from 'supertest';
import { createConsoleApp } from './console-app';
import { Inbox } from './inbox';

test('what is posted to the inbox is listed with its time, the oldest first', async () => {
  const app = createConsoleApp({ now: () => 7000 });
  await request(app).post('/inbox').send({ status: 'firing' }).expect(202, { id: 1 });
  await request(app).put('/inbox').send({ status: 'resolved' }).expect(202, { id: 2 });
  const listed = await request(app).get('/inbox').expect(200);
  expect(listed.body).toEqual({
    notifications: [
      { id: 1, receivedMs: 7000, body: { status: 'firing' } },
      { id: 2, receivedMs: 7000, body: { status: 'resolved' } },
    ],
  });
});

test('only what came after an id is listed when asked so', async () => {
  const app = createConsoleApp({ now: () => 0 });
  for (const status of ['firing', 'resolved']) await request(app).post('/inbox').send({ status });
  const listed = await request(app).get('/inbox?after=1');
  expect(listed.body).toMatchObject({ notifications: [{ id: 2 }] });
});

test.each([
  ['a body that is no JSON', '{', 400],
  ['a body above one megabyte', JSON.stringify('x'.repeat(1_100_000)), 413],
])('%s is refused', async (_name, body, status) => {
  const app = createConsoleApp({ now: () => 0 });
  await request(app).post('/inbox').set('content-type', 'application/json').send(body).expect(status);
});

test('an after that is no id is refused, an unknown path is not found', async () => {
  const app = createConsoleApp({ now: () => 0 });
  await request(app).get('/inbox?after=x').expect(400);
  await request(app).get('/outbox').expect(404);
});

test('the inbox keeps the newest 500', () => {
  const inbox = new Inbox();
  for (let index = 0; index < 501; index += 1) inbox.add(index, 0);
  expect(inbox.list()).toHaveLength(500);
  expect(inbox.list()[0]?.id).toBe(2);
});
