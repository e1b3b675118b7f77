import type { Alert } from './alert';
import type { Matcher } from '@firedrill/timeseries';
import { alertMatcher, matchesAll, parseAlertMatcher } from './matchers';

/** Which alerts `GET /api/v2/alerts` shows; each flag is on unless it is `false`. */
export interface AlertFilter {
  readonly active: boolean;
  readonly silenced: boolean;
  readonly matchers: readonly Matcher[];
  readonly receiver: Matcher | undefined;
}

/** Where an alert goes and what silences it. */
export interface AlertPlace {
  readonly alert: Alert;
  readonly receivers: readonly string[];
  readonly silencedBy: readonly string[];
}

/** Reads the query parameters. Throws MatcherError. */
export function readAlertFilter(query: URLSearchParams): AlertFilter {
  const receiver = query.get('receiver');
  return {
    active: query.get('active') !== 'false',
    silenced: query.get('silenced') !== 'false',
    matchers: query.getAll('filter').map(parseAlertMatcher),
    receiver: receiver === null || receiver === '' ? undefined : alertMatcher('receiver', '=~', receiver),
  };
}

export function acceptsAlert(filter: AlertFilter, { alert, receivers, silencedBy }: AlertPlace): boolean {
  const { receiver } = filter;
  if (!(silencedBy.length > 0 ? filter.silenced : filter.active)) return false;
  if (receiver !== undefined && !receivers.some((name) => receiver.matches(name))) return false;
  return matchesAll(filter.matchers, alert.labels);
}
