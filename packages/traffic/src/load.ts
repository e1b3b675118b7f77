import { Agent } from 'undici';
import { PROFILES, type Profile, type ProfileName } from './profiles';
import { createRandom, type Random } from './random';
import { TrafficRecorder, type TrafficReport } from './report';
import { JourneyError, Shopper } from './shopper';

/** What a load is: journeys a second in the steady profile, multiplied by the profile's factor. */
export interface LoadSettings {
  readonly profile: ProfileName;
  readonly rate: number;
  /** The product a crowd comes for; any when undefined. */
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
  /** Starts no new journey and resolves when those under way have ended. */
  stop(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 10_000;

/** Starts journeys at chance intervals around the rate until stopped; a journey that fails ends, the load goes on. */
export function startLoad(options: LoadOptions): Load {
  const { profile, rate, productId, now = Date.now, maxConcurrent = 100 } = options;
  const dispatcher = new Agent({ connections: 50, keepAliveTimeout: 4_000 });
  const random = createRandom(options.seed);
  const recorder = new TrafficRecorder(now());
  const underWay = new Set<Promise<void>>();
  const shape: Profile = PROFILES[profile];
  let timer: NodeJS.Timeout;

  const startJourney = (): void => {
    if (underWay.size >= maxConcurrent) {
      recorder.journeySkipped();
      return;
    }
    recorder.journeyStarted();
    const onRequest = recorder.request.bind(recorder);
    const own = createRandom(random.integer(0, 2 ** 31));
    const { frontendUrl } = options;
    const shopper = new Shopper({
      frontendUrl,
      random: own,
      dispatcher,
      now,
      onRequest,
      timeoutMs: REQUEST_TIMEOUT_MS,
    });
    const journey = pickJourney(shape, random);
    const ended = runJourney(journey, shopper, productId, recorder).finally(() => underWay.delete(ended));
    underWay.add(ended);
  };
  const scheduleNext = (): void => {
    timer = setTimeout(
      () => {
        startJourney();
        scheduleNext();
      },
      nextDelayMs(rate * shape.factor, random),
    );
  };
  scheduleNext();

  return {
    settings: { profile, rate, productId },
    report: () => recorder.report(now()),
    async stop() {
      clearTimeout(timer);
      await Promise.all(underWay);
      await dispatcher.close();
    },
  };
}

/** Visitors come independently of each other, so the gaps between them are exponential; capped to keep the rate visible. */
function nextDelayMs(ratePerSecond: number, random: Random): number {
  const mean = 1000 / ratePerSecond;
  return Math.min(-Math.log(1 - random.next()) * mean, 5 * mean);
}

function pickJourney({ journeys }: Profile, random: Random): Profile['journeys'][number]['journey'] {
  const total = journeys.reduce((sum, { weight }) => sum + weight, 0);
  let rest = random.next() * total;
  const chosen = journeys.find(({ weight }) => (rest -= weight) < 0) ?? journeys[0];
  if (chosen === undefined) throw new RangeError('a profile needs at least one journey');
  return chosen.journey;
}

async function runJourney(
  journey: Profile['journeys'][number]['journey'],
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
