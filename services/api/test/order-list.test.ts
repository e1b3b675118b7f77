import { startApi, type TestApi } from './start-api';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
  for (let index = 1; index <= 5; index += 1) await api.order(`ada-${index}`, { customerId: 1 });
  api.payment.behave(() => 'decline');
  await api.order('ada-declined', { customerId: 1 });
  await api.order('bela-declined', { customerId: 2 });
});

afterAll(() => api.close());

async function list(query: object): Promise<{ ids: number[]; hasMore: boolean }> {
  const { status, body } = await api.http.get('/orders').query(query);
  expect(status).toBe(200);
  return { ids: body.orders.map(({ id }: { id: number }) => id), hasMore: body.hasMore };
}

test.each([
  ['all, newest first', {}, [7, 6, 5, 4, 3, 2, 1], false],
  ['of a customer', { customer: 2 }, [7], false],
  ['of a status', { status: 'payment_failed' }, [7, 6], false],
  ['of both', { status: 'paid', customer: 1 }, [5, 4, 3, 2, 1], false],
  ['of an unknown customer', { customer: 99 }, [], false],
  ['in pages', { limit: 3, page: 2 }, [4, 3, 2], true],
  ['on the last page', { limit: 3, page: 3 }, [1], false],
  ['on a page that ends the list', { limit: 7 }, [7, 6, 5, 4, 3, 2, 1], false],
  ['beyond the last page', { page: 10_000, limit: 100 }, [], false],
])('orders are listed %s', async (_name, query, ids, hasMore) => {
  expect(await list(query)).toEqual({ ids, hasMore });
});

test('a listed order is what its own address answers', async () => {
  const { body } = await api.http.get('/orders').query({ limit: 1 });
  expect(body.orders).toEqual([(await api.http.get('/orders/7')).body]);
});

test.each([
  ['?status=lost', 'query.status'],
  ['?customer=0', 'query.customer'],
  ['?customer=1%20OR%201=1', 'query.customer'],
  ['?page=0', 'query.page'],
  ['?limit=101', 'query.limit'],
])('/orders%s is refused and names the field', async (query, field) => {
  const { status, body } = await api.http.get(`/orders${query}`);
  expect({ status, field: body.error.field }).toEqual({ status: 400, field });
});
