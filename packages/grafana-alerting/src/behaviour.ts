/** What differs between Grafana versions; nothing else asks for a version. */
export interface Behaviour {
  /** Where NoData and Error wait through Pending when the rule has a `for`. */
  readonly pendingForNoDataError: boolean;
  /** `ref_id` and `datasource_uid` of a failed query make an instance of their own. */
  readonly errorLabelsInIdentity: boolean;
  /** Missing NoData and Error instances resolve after one evaluation. */
  readonly fastResolveErrorNoData: boolean;
  /** Recovering exists; before, `keepFiringFor` of a rule means nothing. */
  readonly keepFiringFor: boolean;
  /** `missing_series_evals_to_resolve` is read; before, it is always 2. */
  readonly missingSeriesEvals: boolean;
  /** Missing NoData, Error and Recovering instances are reported as resolved; before, only Alerting ones were. */
  readonly missingReportsResolved: boolean;
  /** Of the values that a node has for an instance, one with the same labels shuts out those whose labels only fit. */
  readonly exactCapturesFirst: boolean;
  /** Range thresholds compare their bounds as `$A < 1 || $A > 5` would: values with nested label sets pair up. */
  readonly rangeThresholdsPair: boolean;
}

const GRAFANA_11_0: Behaviour = {
  pendingForNoDataError: false,
  errorLabelsInIdentity: false,
  fastResolveErrorNoData: false,
  keepFiringFor: false,
  missingSeriesEvals: false,
  missingReportsResolved: false,
  exactCapturesFirst: false,
  rangeThresholdsPair: true,
};
const GRAFANA_12_0: Behaviour = {
  ...GRAFANA_11_0,
  keepFiringFor: true,
  missingSeriesEvals: true,
  missingReportsResolved: true,
  exactCapturesFirst: true,
  rangeThresholdsPair: false,
};
const GRAFANA_12_1: Behaviour = { ...GRAFANA_12_0, errorLabelsInIdentity: true, fastResolveErrorNoData: true };

/** The newest behaviour; what everything uses that asks for no version. */
export const NEWEST_BEHAVIOUR: Behaviour = { ...GRAFANA_12_1, pendingForNoDataError: true };

const SINCE: readonly (readonly [major: number, minor: number, behaviour: Behaviour])[] = [
  [12, 4, NEWEST_BEHAVIOUR],
  [12, 1, GRAFANA_12_1],
  [12, 0, GRAFANA_12_0],
  [11, 0, GRAFANA_11_0],
];

/** The behaviour of a version such as `11.6` or `12.4.1`; undefined for text that is none, and for versions before 11.0. */
export function behaviourOf(version: string): Behaviour | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)(?:\.|$)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const asked = Number(major) * 1000 + Number(minor);
  return SINCE.find(([sinceMajor, sinceMinor]) => asked >= sinceMajor * 1000 + sinceMinor)?.[2];
}
