import { startApi, type TestApi } from './start-api';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

test('the catalogue comes in pages', async () => {
  const { status, body } = await api.http.get('/products?page=2&limit=5');
  expect(status).toBe(200);
  expect(body).toMatchObject({ page: 2, limit: 5, total: 12 });
  expect(body.products.map(({ id }: { id: number }) => id)).toEqual([6, 7, 8, 9, 10]);
});

test('a product says its price in cents and how many are left', async () => {
  const { body } = await api.http.get('/products/1');
  expect(body).toEqual({
    id: 1,
    name: 'Enamel mug',
    description: expect.any(String),
    priceCents: 1290,
    stockLevel: 120,
    lowStock: false,
  });
});

test.each([
  ['part of a name in any case', 'BELL', ['Hand bell']],
  ['a percent sign, which is no wildcard', '%', []],
  ['an underscore, which is no wildcard', 'm_g', []],
  ['a quote', "'; DROP TABLE products; --", []],
])('search takes %s', async (_name, q, expected) => {
  const { status, body } = await api.http.get('/products').query({ q });
  expect(status).toBe(200);
  expect(body.products.map(({ name }: { name: string }) => name)).toEqual(expected);
});

test.each([
  ['/products?page=0', 'query.page'],
  ['/products?limit=101', 'query.limit'],
  ['/products?limit=many', 'query.limit'],
  [`/products?q=${'x'.repeat(101)}`, 'query.q'],
  ['/products?q=%00', 'query.q'],
  ['/products?q=a&q=b', 'query.q'],
  ['/products/0', 'params.id'],
  ['/products/abc', 'params.id'],
  ['/products/2147483648', 'params.id'],
  ['/products/1e400', 'params.id'],
])('%s is refused and names the field', async (path, field) => {
  const { status, body } = await api.http.get(path);
  expect({ status, error: body.error }).toEqual({
    status: 400,
    error: { code: 'invalid_request', field, message: expect.stringContaining(field), requestId: expect.any(String) },
  });
});

test('an unknown product is not found', async () => {
  const { status, body } = await api.http.get('/products/999');
  expect({ status, code: body.error.code }).toEqual({ status: 404, code: 'product_not_found' });
});

test('each look at a product is logged', async () => {
  await api.http.get('/products/7');
  expect(api.logger.lines()).toContainEqual(
    expect.objectContaining({ event: 'product_queried', productId: 7, results: 1 }),
  );
});
