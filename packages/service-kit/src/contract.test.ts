import { DESK } from '../test/desk-service';
import { contractOf } from './contract';

test('a contract is plain data with the service’s own and the kit’s declarations', () => {
  const contract = contractOf(DESK);
  expect(JSON.parse(JSON.stringify(contract))).toEqual(contract);
  expect(contract).toMatchObject({ service: 'desk', port: 8099 });
  expect(contract.metrics).toMatchObject({
    desks_total: { type: 'counter' },
    http_requests_total: { labels: { status: 'any' } },
  });
  expect(contract.events).toMatchObject({
    desk_read: { fields: { deskId: 'number' } },
    request_completed: { level: 'info' },
  });
  expect(contract.errors).toMatchObject({ desk_taken: { status: 409 }, not_found: { status: 404 } });
  expect(contract.routes).toMatchObject({ read_desk: { kind: 'query', method: 'get', path: '/desks/:id' } });
});

test('what belongs to a database is there for a service that has one', () => {
  const without = contractOf(DESK);
  const withOne = contractOf({ ...DESK, database: true });
  expect(Object.keys(without.metrics)).not.toContain('db_pool_connections');
  expect(without.faults).not.toContain('db_slow');
  expect(Object.keys(withOne.metrics)).toContain('db_pool_connections');
  expect(Object.keys(withOne.events)).toContain('transaction_committed');
  expect(withOne.faults).toEqual(expect.arrayContaining(['latency', 'db_slow', 'session_expiry']));
});
