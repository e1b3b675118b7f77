import request from 'supertest';
import { createDesk } from './desk-service';

test('the description has every route with what its schemas take', async () => {
  const { status, body } = await request(createDesk().app).get('/openapi.json');
  expect(status).toBe(200);
  expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'desk' } });
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining(['/desks/{id}', '/desks', '/sign', '/metrics', '/faults/{id}', '/openapi.json']),
  );
  expect(body.paths['/desks/{id}'].get).toMatchObject({
    operationId: 'read_desk',
    tags: ['shop'],
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
  });
  expect(body.paths['/desks'].post).toMatchObject({
    parameters: [
      { name: 'dry', in: 'query', required: false, schema: { enum: ['yes', 'no'] } },
      { name: 'idempotency-key', in: 'header', required: true, schema: { type: 'string' } },
    ],
    requestBody: { content: { 'application/json': { schema: { required: ['name'], additionalProperties: false } } } },
  });
  expect(body.paths['/sign'].post.requestBody.content).toHaveProperty('application/x-www-form-urlencoded');
  expect(body.paths['/metrics'].get.tags).toEqual(['operations']);
});
