/** What the traffic did since it began (or since the load last changed). Durations are milliseconds. */
export interface TrafficReport {
  readonly seconds: number;
  readonly journeys: {
    readonly started: number;
    /** Journeys not begun because as many as allowed were under way. */
    readonly skipped: number;
    readonly perSecond: number;
    /** By journey and how it ended: a JourneyOutcome, or `failed` when the shop did not serve it. */
    readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  readonly requests: {
    readonly total: number;
    readonly perSecond: number;
    /** Requests without an answer or with a server error. */
    readonly errors: number;
    /** errors / total; 0 without requests. */
    readonly errorRatio: number;
    readonly byRoute: Readonly<Record<string, RouteReport>>;
  };
}

export interface RouteReport {
  readonly count: number;
  /** By status; 0 stands for no answer. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Latencies kept for each route: enough for a p99, bounded however long the load runs. */
const KEPT_LATENCIES = 2_000;

interface Route {
  count: number;
  readonly statuses: Record<string, number>;
  readonly latencies: number[];
}

/** Collects what happens into a report; memory does not grow with time. */
export class TrafficRecorder {
  readonly #startedMs: number;
  readonly #routes = new Map<string, Route>();
  readonly #outcomes: Record<string, Record<string, number>> = {};
  #started = 0;
  #skipped = 0;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
  }

  journeyStarted(): void {
    this.#started += 1;
  }

  journeySkipped(): void {
    this.#skipped += 1;
  }

  journeyEnded(journey: string, outcome: string): void {
    const outcomes = (this.#outcomes[journey] ??= {});
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }

  request(name: string, status: number, durationMs: number): void {
    let route = this.#routes.get(name);
    if (route === undefined) this.#routes.set(name, (route = { count: 0, statuses: {}, latencies: [] }));
    route.statuses[status] = (route.statuses[status] ?? 0) + 1;
    route.latencies[route.count % KEPT_LATENCIES] = durationMs;
    route.count += 1;
  }

  report(nowMs: number): TrafficReport {
    const seconds = Math.max((nowMs - this.#startedMs) / 1000, 0.001);
    const perSecond = (count: number): number => Math.round((count / seconds) * 10) / 10;
    const routes = [...this.#routes].sort(([left], [right]) => (left < right ? -1 : 1));
    const total = routes.reduce((sum, [, route]) => sum + route.count, 0);
    const failed = ([status, count]: [string, number]): number => (status === '0' || Number(status) >= 500 ? count : 0);
    const errors = routes.flatMap(([, route]) => Object.entries(route.statuses).map(failed)).reduce((a, b) => a + b, 0);
    return {
      seconds: Math.round(seconds * 10) / 10,
      journeys: {
        started: this.#started,
        perSecond: perSecond(this.#started),
        skipped: this.#skipped,
        outcomes: structuredClone(this.#outcomes),
      },
      requests: {
        total,
        perSecond: perSecond(total),
        errors,
        errorRatio: total === 0 ? 0 : Math.round((errors / total) * 10_000) / 10_000,
        byRoute: Object.fromEntries(routes.map(([name, route]) => [name, routeReport(route)])),
      },
    };
  }
}

function routeReport({ count, statuses, latencies }: Route): RouteReport {
  const sorted = latencies.toSorted((left, right) => left - right);
  const quantile = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { count, statuses: { ...statuses }, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) };
}
