import type { DataSourceDefinition } from '@firedrill/grafana-alerting';
import { walk } from '@firedrill/promql';
import { DurationError, formatDuration, parseDuration } from '@firedrill/timeseries';
import type { Check, Found } from '../check';
import type { LintQuery } from '../lint-query';

export const shortRateWindow: Check = {
  id: 'short-rate-window',
  severity: 'warning',
  reason: 'A rate needs two samples in its window: shorter than four scrapes, one late scrape leaves a gap.',
  mistakes: [
    {
      what: 'a window of two scrapes',
      file: 'alerting/rules.yaml',
      good: 'sum by (service) (rate(http_requests_total{status=~"5.."}[5m]))',
      bad: 'sum by (service) (rate(http_requests_total{status=~"5.."}[30s]))',
    },
  ],
  find: ({ rules, provisioning: { dataSources } }) =>
    rules.flatMap(({ queries }) => queries.flatMap((query) => findInQuery(query, dataSources))),
};

const RATES = ['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv'];
const SCRAPES = 4;

function findInQuery(
  { promql, model, datasourceUid }: LintQuery,
  dataSources: readonly DataSourceDefinition[],
): Found[] {
  const at = model?.get('expr');
  const scrapeMs = scrapeInterval(dataSources.find(({ uid }) => uid === datasourceUid)?.jsonData.timeInterval);
  if (promql === undefined || at === undefined || scrapeMs === undefined) return [];
  const found: Found[] = [];
  walk(promql, (node) => {
    const [range] = node.kind === 'call' && RATES.includes(node.name) ? node.args : [];
    if (range?.kind !== 'matrixSelector' || range.rangeMs >= SCRAPES * scrapeMs) return;
    const message = `the window [${formatDuration(range.rangeMs)}] is shorter than four scrapes of ${formatDuration(scrapeMs)}`;
    found.push({ at, message, fix: `[${formatDuration(SCRAPES * scrapeMs)}] at least, or [$__rate_interval]` });
  });
  return found;
}

/** What the data source file says; without it nobody knows how often is scraped. */
function scrapeInterval(timeInterval: unknown): number | undefined {
  try {
    return typeof timeInterval === 'string' ? parseDuration(timeInterval) : undefined;
  } catch (error) {
    if (error instanceof DurationError) return undefined;
    throw error;
  }
}
