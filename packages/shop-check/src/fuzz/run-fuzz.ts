import fc from 'fast-check';
import { Agent } from 'node:http';
import { SERVICES, type RunningShop, type ServiceName } from '../run-shop';
import { requestsTo, type FuzzRequest } from './fuzz-request';
import { shopOperations } from './operation';
import { send, type FuzzAnswer } from './send';
import { MARKUP } from './values';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
}

export interface FuzzReport {
  /** How many answers had a status, by service and status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that were not answered as they must be, each with what is wrong. */
  readonly failures: readonly string[];
}

interface Target {
  readonly service: ServiceName;
  readonly request: FuzzRequest;
}

const CONCURRENCY = 6;

/** Sends requests made from the services' descriptions, the same ones for the same seed, and judges the answers. */
export async function runFuzz(shop: RunningShop, { requests, seed }: FuzzOptions): Promise<FuzzReport> {
  const targets = await makeTargets(shop, requests, seed);
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const worker = async (): Promise<void> => {
    for (let target = targets.pop(); target !== undefined; target = targets.pop()) {
      const { service, request } = target;
      const answer = await send(shop.url(service), request, agent).catch((error: unknown) => String(error));
      const status = typeof answer === 'string' ? 'none' : String(answer.status);
      statuses[`${service} ${status}`] = (statuses[`${service} ${status}`] ?? 0) + 1;
      const problem = typeof answer === 'string' ? answer : problemOf(service, answer);
      if (problem !== undefined) failures.push(`${service} ${describe(request)}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  agent.destroy();
  for (const name of shop.ended()) failures.push(`${name}: the process ended`);
  return { statuses, failures };
}

/** The routes take turns, so that each gets its share whatever the number is. */
async function makeTargets(shop: RunningShop, count: number, seed: number): Promise<Target[]> {
  const operations = (
    await Promise.all(
      SERVICES.map(async (service) =>
        shopOperations(await shop.description(service)).map((operation) => ({ service, operation })),
      ),
    )
  ).flat();
  const share = Math.ceil(count / operations.length);
  const samples = operations.map(({ service, operation }, index) =>
    fc.sample(requestsTo(operation), { seed: seed + index, numRuns: share }).map((request) => ({ service, request })),
  );
  return Array.from({ length: share }, (_, turn) => samples.flatMap((sample) => sample[turn] ?? []))
    .flat()
    .slice(0, count);
}

function problemOf(service: ServiceName, { status, type, text }: FuzzAnswer): string | undefined {
  if (status >= 500) return `${status} ${text.slice(0, 200)}`;
  if (type.startsWith('text/html')) return text.includes(MARKUP) ? 'repeats markup as it came' : undefined;
  if (status < 400 || service === 'frontend' || text === '') return undefined;
  return /^\{"error":\{"code":"\w+","message":/.test(text)
    ? undefined
    : `${status} without an error: ${text.slice(0, 200)}`;
}

function describe({ method, path, headers, body }: FuzzRequest): string {
  const shown = body === undefined ? '' : ` ${JSON.stringify(body.toString().slice(0, 120))}`;
  return `${method} ${JSON.stringify(path.slice(0, 200))} ${JSON.stringify(headers).slice(0, 300)}${shown}`;
}
