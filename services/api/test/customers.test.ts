import { passwordCheck } from '../src/domain/password-check';
import { startApi, type TestApi } from './start-api';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

const PASSWORD = 'correct horse battery';

function logIn(email: string, password: string, address = '203.0.113.7') {
  return api.http.post('/login').set('x-forwarded-for', address).send({ email, password });
}

describe('POST /customers', () => {
  const NEW = { email: '  New@Example.com ', name: ' New Shopper ', password: 'a new password' };

  test('makes an account that one can log in to, and answers no password', async () => {
    const { status, body } = await api.http.post('/customers').send(NEW);
    const customer = { id: expect.any(Number), email: 'new@example.com', name: 'New Shopper' };
    expect({ status, body }).toEqual({ status: 201, body: { customer } });
    expect((await logIn('NEW@example.com', 'a new password')).body).toEqual({ customer: body.customer });
    const row = await api.knex('customers').where({ id: body.customer.id }).first('password_hash');
    expect(row!.password_hash).toMatch(/^scrypt:[\w-]{22}:[\w-]{43}$/);
  });

  test('refuses an address that has an account', async () => {
    const { status, body } = await api.http.post('/customers').send({ ...NEW, email: 'ADA@example.com' });
    expect({ status, code: body.error.code }).toEqual({ status: 409, code: 'email_taken' });
  });

  test.each([
    ['no address', 'email', { email: undefined }],
    ['an address without @', 'email', { email: 'ada' }],
    ['an address with a space', 'email', { email: 'a da@example.com' }],
    ['an address with NUL', 'email', { email: 'ada\0@example.com' }],
    ['a name of spaces', 'name', { name: '  ' }],
    ['a short password', 'password', { password: 'seven77' }],
    ['a password that is no text', 'password', { password: 12345678 }],
  ])('refuses %s', async (_name, field, change) => {
    const { status, body } = await api.http.post('/customers').send({ ...NEW, ...change });
    expect({ status, field: body.error.field }).toEqual({ status: 400, field: `body.${field}` });
  });
});

describe('POST /login', () => {
  test('answers the customer and records the attempt with the address of the shopper', async () => {
    const { status, body } = await logIn('ada@example.com', PASSWORD, '203.0.113.50');
    expect({ status, body }).toEqual({
      status: 200,
      body: { customer: { id: 1, email: 'ada@example.com', name: 'Ada Okafor' } },
    });
    expect(await api.knex('login_attempts').where({ ip_address: '203.0.113.50' }).select('email', 'success')).toEqual([
      { email: 'ada@example.com', success: true },
    ]);
    expect(await api.metric('login_attempts_total{result="success"}')).toEqual([expect.stringMatching(/ [1-9]\d*$/)]);
  });

  test('says the same to an unknown address and to a wrong password, and logs no password', async () => {
    const answers = [
      await logIn('ada@example.com', 'wrong password', '203.0.113.51'),
      await logIn('nobody@example.com', 'wrong password', '203.0.113.51'),
    ];
    const [wrong, unknown] = answers.map(({ status, body: { error } }) => ({
      status,
      error: { ...error, requestId: undefined },
    }));
    expect(wrong).toEqual({
      status: 401,
      error: { code: 'invalid_credentials', message: 'e-mail address or password is wrong' },
    });
    expect(unknown).toEqual(wrong);
    expect(await api.knex('failed_logins').where({ ip_address: '203.0.113.51' }).select('email')).toEqual([
      { email: 'ada@example.com' },
      { email: 'nobody@example.com' },
    ]);
    const logged = api.logger.lines().filter(({ ipAddress }) => ipAddress === '203.0.113.51');
    expect(logged.map(({ event, level, customerId, reason }) => ({ event, level, customerId, reason }))).toEqual([
      { event: 'login_failed', level: 'warn', customerId: 1, reason: 'invalid_credentials' },
      { event: 'login_failed', level: 'warn', reason: 'invalid_credentials' },
    ]);
    expect(JSON.stringify(api.logger.lines())).not.toContain('wrong password');
  });

  test('takes as long for an unknown address as for a wrong password', async () => {
    const times: Record<string, number[]> = { 'ada@example.com': [], 'nobody@example.com': [] };
    for (let round = 0; round < 15; round += 1) {
      for (const email of Object.keys(times)) {
        const start = performance.now();
        await logIn(email, 'wrong password', '203.0.113.52');
        times[email]!.push(performance.now() - start);
      }
    }
    const [wrong, unknown] = Object.values(times).map((each) => each.sort((a, b) => a - b)[7]!);
    expect(Math.min(wrong!, unknown!) / Math.max(wrong!, unknown!)).toBeGreaterThan(0.6);
  });

  test('a hundred failures from one address in a minute stop that address, not the others', async () => {
    const guesses = Array.from({ length: 100 }, (_, index) => ({
      email: `guess-${index}@example.com`,
      ip_address: '203.0.113.66',
      success: false,
    }));
    await api.knex('login_attempts').insert(guesses);
    const { status, body } = await logIn('ada@example.com', PASSWORD, '203.0.113.66');
    expect({ status, code: body.error.code }).toEqual({ status: 429, code: 'too_many_attempts' });
    expect(await api.knex('failed_logins').where({ ip_address: '203.0.113.66' })).toHaveLength(101);
    expect((await logIn('ada@example.com', PASSWORD, '203.0.113.67')).status).toBe(200);
  });

  test('a shopper whose address is no address is still served', async () => {
    expect((await logIn('ada@example.com', PASSWORD, "1' OR 1=1")).status).toBeLessThan(500);
  });
});

test('passwords beyond those that can be checked or wait are not checked', async () => {
  const passwords = passwordCheck({ atOnce: 1, waiting: 1 });
  const verdicts = await Promise.all([1, 2, 3].map(() => passwords.check('any', undefined)));
  expect(verdicts).toEqual(['wrong', 'wrong', 'busy']);
  expect(await passwords.check('any', undefined)).toBe('wrong');
});
