import { ownerUrl } from '@firedrill/embedded';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Pool } from 'undici';
import type { Bench, BenchOptions } from '../measurement';
import { evenLoad, fullLoad } from './load';
import { rawOrder } from './raw-order';
import { withDataFolder, withStack, type RunningStack } from './running-stack';

const CONNECTIONS = 8;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;
const PRODUCTS = 10;

/** Orders through api beside the same transactions sent raw to the same server, both while the rest of the stack runs. */
export const orders: Bench = ({ root }: BenchOptions) =>
  withDataFolder((dataFolder) => withStack({ root, dataFolder, traffic: false }, measure));

async function measure(stack: RunningStack): ReturnType<Bench> {
  const clients = await connect(stack);
  const pool = new Pool(stack.addresses.url('api'), { connections: CONNECTIONS * 4 });
  await fillStock(stack);
  const order = (): Promise<void> => placeOrder(pool);
  const raw = async (connection: number): Promise<void> => {
    const client = clients[connection];
    if (client !== undefined) await rawOrder(client, productId());
  };
  await fullLoad(CONNECTIONS, WARM_UP_SECONDS, order);
  await fullLoad(CONNECTIONS, WARM_UP_SECONDS, raw);
  // Twice each in turn, so that both see the same moods of the machine.
  const ours = [await fullLoad(CONNECTIONS, SECONDS / 2, order)];
  const theirs = [await fullLoad(CONNECTIONS, SECONDS / 2, raw)];
  ours.push(await fullLoad(CONNECTIONS, SECONDS / 2, order));
  theirs.push(await fullLoad(CONNECTIONS, SECONDS / 2, raw));
  const perSecond = mean(ours.map((result) => result.perSecond));
  const rawPerSecond = mean(theirs.map((result) => result.perSecond));
  const half = await evenLoad(perSecond / 2, SECONDS, order);
  await Promise.all([pool.close(), ...clients.map((client) => client.end())]);
  return [
    { what: 'orders end to end', measured: perSecond, unit: '/s', beside: `${CONNECTIONS} connections` },
    { what: 'the same transactions sent raw', measured: rawPerSecond, unit: '/s' },
    {
      what: 'orders end to end, share of raw',
      measured: perSecond / rawPerSecond,
      unit: '',
      goal: { atLeast: 0.5 },
      limit: 'not profiled',
    },
    {
      what: `p99 of POST /orders at half that rate`,
      measured: half.p99Ms,
      unit: 'ms',
      goal: { atMost: 100 },
      beside: `${half.perSecond.toFixed(0)} orders/s`,
      limit: 'not profiled',
    },
  ];
}

async function fillStock({ dataFolder, addresses }: RunningStack): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl(dataFolder, addresses.port('postgres')) });
  await owner.connect();
  await owner.query('update products set stock_level = 10000000').finally(() => owner.end());
}

/** In the role of the services, so that the same checks and triggers run. */
async function connect({ addresses }: RunningStack): Promise<readonly Client[]> {
  const connectionString = `postgresql://shop:shop@127.0.0.1:${addresses.port('postgres')}/shop`;
  const clients = Array.from({ length: CONNECTIONS }, () => new Client({ connectionString }));
  await Promise.all(clients.map((client) => client.connect()));
  return clients;
}

async function placeOrder(pool: Pool): Promise<void> {
  const { statusCode, body } = await pool.request({
    path: '/orders',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ productId: productId(), quantity: 1 }),
  });
  // A share of payments is declined as in any shop: 402.
  if (statusCode !== 201 && statusCode !== 402) throw new Error(`POST /orders: ${statusCode} ${await body.text()}`);
  await body.dump();
}

const productId = (): number => 1 + Math.floor(Math.random() * PRODUCTS);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
