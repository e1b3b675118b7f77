import request from 'supertest';
import { json } from '../src/index';
import { createDesk, type Desk } from './desk-service';
import { until } from './until';

let desk: Desk;

beforeEach(() => {
  desk = createDesk();
});

const events = (): unknown[] => desk.logger.lines().map((line) => line.event);

describe('request id and trace', () => {
  test('are taken from the headers and given back', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { headers, body } = await request(desk.app)
      .get('/desks/7')
      .set('x-request-id', 'order-1')
      .set('traceparent', `00-${traceId}-00f067aa0ba902b7-01`);
    expect(headers['x-request-id']).toBe('order-1');
    expect(body).toMatchObject({ requestId: 'order-1', traceId });
    expect(body.traceparent).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    expect(desk.logger.lines()).toMatchObject([
      { event: 'desk_read', deskId: 7, reqId: 'order-1', traceId },
      { event: 'request_completed', reqId: 'order-1', traceId },
    ]);
  });

  test.each(['', 'a b', 'x'.repeat(65), '"><script>'])('a request id %j is replaced', async (id) => {
    const { headers } = await request(desk.app).get('/desks/7').set('x-request-id', id);
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{16}$/);
  });

  test('the client is who a neighbour says it is', async () => {
    const { body } = await request(desk.app).get('/desks/7').set('x-forwarded-for', '203.0.113.9');
    expect(body.clientAddress).toBe('203.0.113.9');
  });
});

describe('input', () => {
  const add = () => request(desk.app).post('/desks').set('idempotency-key', 'k1');

  test('reaches the handler as the schemas make it', async () => {
    const { status, body } = await add().query({ dry: 'yes' }).send({ name: 'oak' });
    expect([status, body]).toEqual([201, { body: { name: 'oak' }, key: 'k1', query: { dry: 'yes' } }]);
  });

  test('a form is read where the route takes one', async () => {
    const { status, headers } = await request(desk.app).post('/sign').type('form').send({ name: 'Ann' });
    expect([status, headers.location]).toEqual([303, '/signed?by=Ann']);
  });

  test.each([
    { name: 'a wrong parameter', ask: () => request(desk.app).get('/desks/x'), status: 400, field: 'params.id' },
    {
      name: 'a wrong field deep inside',
      ask: () => add().send({ name: 'oak', size: { width: -1 } }),
      status: 400,
      field: 'body.size.width',
    },
    { name: 'a missing body', ask: () => add().type('json').send('null'), status: 400, field: 'body' },
    {
      name: 'a missing header',
      ask: () => request(desk.app).post('/desks').send({ name: 'oak' }),
      status: 400,
      field: 'headers.idempotency-key',
    },
    {
      name: 'a wrong query',
      ask: () => add().query({ dry: 'maybe' }).send({ name: 'oak' }),
      status: 400,
      field: 'query.dry',
    },
    { name: 'broken JSON', ask: () => add().type('json').send('{"name":'), status: 400, field: 'body' },
    {
      name: 'a broken escape in the path',
      ask: () => request(desk.app).get('/desks/%E0%A4%A'),
      status: 400,
      field: 'path',
    },
  ])('$name is answered $status naming the field', async ({ ask, status, field }) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({
      code: 'invalid_request',
      field,
      requestId: answer.headers['x-request-id'],
    });
  });

  test.each([
    { name: 'a large body', ask: () => add().send({ name: 'x'.repeat(70_000) }), status: 413, code: 'body_too_large' },
    {
      name: 'another content type',
      ask: () => add().type('text').send('oak'),
      status: 415,
      code: 'unsupported_media_type',
    },
    { name: 'an unknown path', ask: () => request(desk.app).get('/chairs'), status: 404, code: 'not_found' },
    { name: 'another method', ask: () => request(desk.app).put('/desks'), status: 404, code: 'not_found' },
  ])('$name is answered $status', async ({ ask, status, code }) => {
    const answer = await ask();
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });
});

describe('failures', () => {
  test('a rule of the business is answered, counted and no error', async () => {
    const { status, body } = await request(desk.app).post('/take');
    expect([status, body.error]).toMatchObject([409, { code: 'desk_taken', message: 'the desk is taken' }]);
    expect(await desk.series('business_rule_violations_total')).toEqual([
      'business_rule_violations_total{rule="desk_taken"} 1',
    ]);
    expect(await desk.series('handler_errors_total')).toEqual([]);
    expect(events()).toEqual(['request_rejected', 'request_completed']);
  });

  test('what nothing expected is a 500 that tells the client nothing and the log everything', async () => {
    const { status, body, text } = await request(desk.app).get('/break');
    expect([status, body.error.code]).toEqual([500, 'internal_error']);
    expect(text).not.toContain('secret');
    expect(desk.logger.lines()[0]).toMatchObject({
      event: 'request_failed',
      level: 'error',
      type: 'TypeError',
      reason: 'the secret reason',
      stack: expect.stringContaining('desk-service'),
      reqId: body.error.requestId,
    });
    expect(await desk.series('exceptions_total')).toContain('exceptions_total{type="TypeError"} 1');
    expect(await desk.series('handler_errors_total')).toEqual([
      'handler_errors_total{handler="break",type="internal_error"} 1',
    ]);
  });

  test('a service that does not answer makes a 503', async () => {
    const { status, body } = await request(desk.app).get('/call');
    expect([status, body.error]).toMatchObject([
      503,
      { code: 'upstream_unavailable', message: 'payment: no answer in time' },
    ]);
    expect(events()).toEqual(['request_degraded', 'request_completed']);
  });

  test('a handler that takes too long is answered 503', async () => {
    desk = createDesk({}, { timeoutMs: 20 });
    const { status, body } = await request(desk.app).get('/wait/60');
    expect([status, body.error.code]).toEqual([503, 'timeout']);
  });

  test('a service can answer errors in its own form', async () => {
    desk = createDesk({}, { renderError: ({ code, status }) => json({ oops: code }, status) });
    const { status, body } = await request(desk.app).get('/chairs');
    expect([status, body]).toEqual([404, { oops: 'not_found' }]);
  });
});

describe('metrics', () => {
  test('count requests by route template, handlers by outcome, and bodies in bytes', async () => {
    await request(desk.app).get('/desks/7');
    await request(desk.app).get('/desks/8');
    await request(desk.app).post('/sign').type('form').send({ name: 'Ann' });
    await request(desk.app).get('/page');
    await request(desk.app).get('/no/such/path');
    expect(await desk.series('http_requests_total')).toEqual([
      'http_requests_total{method="GET",endpoint="/desks/:id",status="200"} 2',
      'http_requests_total{method="POST",endpoint="/sign",status="303"} 1',
      'http_requests_total{method="GET",endpoint="/page",status="200"} 1',
      'http_requests_total{method="GET",endpoint="unmatched",status="404"} 1',
    ]);
    expect(await desk.series('http_request_bytes_total')).toContain(
      'http_request_bytes_total{method="POST",endpoint="/sign"} 8',
    );
    expect(await desk.series('http_response_bytes_total')).toContain(
      'http_response_bytes_total{method="GET",endpoint="/page"} 11',
    );
    expect(await desk.series('http_requests_in_flight')).toEqual(['http_requests_in_flight 0']);
    expect(await desk.series('handler_duration_seconds')).toContain(
      'handler_duration_seconds_count{kind="query",handler="read_desk",outcome="success"} 2',
    );
  });

  test('are offered as Prometheus reads them', async () => {
    const { headers, text } = await request(desk.app).get('/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('http_requests_in_flight 1\n');
    expect(text).toContain('desks_total 0\n');
  });

  test('a request whose client went away is counted as 499', async () => {
    await request(desk.app)
      .get('/wait/60')
      .timeout(20)
      .catch(() => undefined);
    await until(async () => (await desk.series('http_requests_total')).length > 0);
    expect(await desk.series('http_requests_total')).toEqual([
      'http_requests_total{method="GET",endpoint="/wait/:ms",status="499"} 1',
    ]);
  });
});

describe('probes', () => {
  test('say that the process lives, without a line at level info', async () => {
    const { status, body } = await request(desk.app).get('/healthz');
    expect([status, body]).toEqual([200, { status: 'ok' }]);
    expect(desk.logger.lines()).toMatchObject([{ event: 'probe_completed', level: 'debug' }]);
  });

  test('name the dependency that fails', async () => {
    const ready = { mail: () => Promise.resolve(), printer: () => Promise.reject(new Error('out of paper')) };
    desk = createDesk({}, { ready });
    const { status, body } = await request(desk.app).get('/readyz');
    expect([status, body]).toEqual([
      503,
      {
        status: 'failing',
        failing: ['printer'],
        dependencies: [
          { name: 'mail', status: 'ok' },
          { name: 'printer', status: 'failing', reason: 'out of paper' },
        ],
      },
    ]);
  });
});

test('security headers are set, for plain HTTP', async () => {
  const { headers } = await request(desk.app).get('/page');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
  expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(headers).not.toHaveProperty('strict-transport-security');
});
