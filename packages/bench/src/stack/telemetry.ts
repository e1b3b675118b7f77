import { ownerUrl } from '@firedrill/embedded';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Pool } from 'undici';
import { environment } from '../config';
import type { Bench, BenchOptions } from '../measurement';
import { ready } from '../ready';
import { median } from '../timing';
import { fullLoad } from './load';
import { withDataFolder, withStack, type RunningStack } from './running-stack';

const FORMS = ['full', 'quiet', 'bare'] as const;
type Form = (typeof FORMS)[number];

const PORTS: Readonly<Record<Form, number>> = { full: 47_101, quiet: 47_102, bare: 47_103 };
const CONNECTIONS = 8;
const ROUNDS = 6;
const SECONDS = 2;

/** GET /products/:id of api, of api without logs and metrics, and of a bare Express route, on one database in turn. */
export const telemetry: Bench = ({ root }: BenchOptions) =>
  withDataFolder((dataFolder) =>
    withStack({ root, dataFolder, traffic: false }, (stack) => withForms(root, stack, measure)),
  );

async function measure(): ReturnType<Bench> {
  const rates: Record<Form, number[]> = { full: [], quiet: [], bare: [] };
  // In turn, so that all see the same moods of the machine; the first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const form of FORMS) {
      const rate = await readProducts(form);
      if (round > 0) rates[form].push(rate);
    }
  }
  const [full, quiet, bare] = [median(rates.full), median(rates.quiet), median(rates.bare)];
  return [
    { what: 'GET /products/:id', measured: full, unit: '/s', beside: `${CONNECTIONS} connections` },
    { what: '… without logs and metrics', measured: quiet, unit: '/s' },
    { what: '… of a bare Express route', measured: bare, unit: '/s', beside: `api is at ${(full / bare).toFixed(2)}` },
    {
      what: 'throughput with telemetry, share of without',
      measured: full / quiet,
      unit: '',
      goal: { atLeast: 0.95 },
      beside: 'floor 0.90',
      limit: 'not profiled',
    },
  ];
}

async function readProducts(form: Form): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${PORTS[form]}`, { connections: CONNECTIONS });
  const { perSecond } = await fullLoad(CONNECTIONS, SECONDS, async (connection) => {
    const { statusCode, body } = await pool.request({ path: `/products/${connection + 1}`, method: 'GET' });
    if (statusCode !== 200) throw new Error(`GET /products/${connection + 1}: ${statusCode}`);
    await body.dump();
  });
  await pool.close();
  return perSecond;
}

async function withForms<T>(root: string, stack: RunningStack, use: () => Promise<T>): Promise<T> {
  const DATABASE_URL = ownerUrl(stack.dataFolder, stack.addresses.port('postgres'));
  const program = join(root, 'services/api/bench/product-read.cjs');
  const children = FORMS.map((form) =>
    spawn(process.execPath, [program, form, String(PORTS[form]), join(stack.dataFolder, 'bench-logs')], {
      env: { ...environment, DATABASE_URL },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  try {
    await Promise.all(FORMS.map((form) => ready(`http://127.0.0.1:${PORTS[form]}/products/1`)));
    return await use();
  } finally {
    await Promise.all(
      children.map(async (child) => {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }),
    );
  }
}
