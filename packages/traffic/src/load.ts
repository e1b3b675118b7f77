import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent } from 'undici';
import { journeysPerSecond, PROFILES, type Profile, type ProfileName, type WeightedJourney } from './profiles';
import { createRandom, type Random } from './random';
import { TrafficRecorder, type TrafficReport } from './report';
import { JourneyError, Shopper } from './shopper';

/** What a load is: journeys a second in the steady profile, multiplied by the profile's factor. */
export interface LoadSettings {
  readonly profile: ProfileName;
  readonly rate: number;
  /** The product a crowd comes for; the profile's, or any, when undefined. */
  readonly productId?: number | undefined;
}

export interface LoadOptions extends LoadSettings {
  readonly frontendUrl: string;
  readonly seed: number;
  readonly now?: () => number;
  /** Journeys under way at once, at most: a slow shop is not buried under waiting visitors. */
  readonly maxConcurrent?: number;
}

/** A running load. */
export interface Load {
  readonly settings: LoadSettings;
  report(): TrafficReport;
  /** Starts no new journey and resolves when those under way have ended; nobody waits between pages any more. */
  stop(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 10_000;
/** How often a load without journeys looks whether its rate has changed. */
const IDLE_MS = 1_000;

/** Starts journeys at chance intervals around the rate until stopped; a journey that fails ends, the load goes on. */
export function startLoad(options: LoadOptions): Load {
  const { profile, rate, now = Date.now, maxConcurrent = 200 } = options;
  const shape: Profile = PROFILES[profile];
  const productId = options.productId ?? shape.productId;
  const dispatcher = new Agent({ connections: 50, keepAliveTimeout: 4_000 });
  const random = createRandom(options.seed);
  const startedMs = now();
  const recorder = new TrafficRecorder(startedMs);
  const underWay = new Set<Promise<void>>();
  const leaving = new AbortController();
  // One for each shopper who waits between two pages.
  setMaxListeners(Infinity, leaving.signal);
  const shared = {
    frontendUrl: options.frontendUrl,
    dispatcher,
    now,
    onRequest: recorder.request.bind(recorder),
    timeoutMs: REQUEST_TIMEOUT_MS,
    pause: (ms: number) => pause(ms, leaving.signal),
  };
  const startJourney = (): void => {
    const chosen = pickJourney(shape, random);
    if (chosen === undefined) return;
    if (underWay.size >= maxConcurrent) {
      recorder.journeySkipped();
      return;
    }
    recorder.journeyStarted();
    const shopper = new Shopper({
      ...shared,
      address: chosen.address,
      random: createRandom(random.integer(0, 2 ** 31)),
    });
    const ended = runJourney(chosen, shopper, productId, recorder).finally(() => underWay.delete(ended));
    underWay.add(ended);
  };
  const perSecond = (): number => journeysPerSecond(shape, rate, (now() - startedMs) / 1_000);
  const stopStarting = keepStarting(perSecond, random, startJourney);

  return {
    settings: { profile, rate, productId },
    report: () => recorder.report(now()),
    async stop() {
      stopStarting();
      leaving.abort();
      await Promise.all(underWay);
      await dispatcher.close();
    },
  };
}

/** Calls `start` at chance intervals until the function that is returned is called. */
function keepStarting(perSecond: () => number, random: Random, start: () => void): () => void {
  let timer: NodeJS.Timeout;
  const scheduleNext = (): void => {
    timer = setTimeout(
      () => {
        start();
        scheduleNext();
      },
      nextDelayMs(perSecond(), random),
    );
  };
  scheduleNext();
  return () => clearTimeout(timer);
}

/** Visitors come independently of each other, so the gaps between them are exponential; capped to keep the rate visible. */
function nextDelayMs(ratePerSecond: number, random: Random): number {
  if (ratePerSecond === 0) return IDLE_MS;
  const mean = 1000 / ratePerSecond;
  return Math.min(-Math.log(1 - random.next()) * mean, 5 * mean);
}

function pickJourney({ journeys }: Profile, random: Random): WeightedJourney | undefined {
  const total = journeys.reduce((sum, { weight }) => sum + weight, 0);
  let rest = random.next() * total;
  return journeys.find(({ weight }) => (rest -= weight) < 0) ?? journeys[0];
}

async function runJourney(
  { journey }: WeightedJourney,
  shopper: Shopper,
  productId: number | undefined,
  recorder: TrafficRecorder,
): Promise<void> {
  try {
    recorder.journeyEnded(journey.name, await journey.run(shopper, { ...(productId !== undefined && { productId }) }));
  } catch (error) {
    if (!(error instanceof JourneyError)) throw error;
    recorder.journeyEnded(journey.name, 'failed');
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
