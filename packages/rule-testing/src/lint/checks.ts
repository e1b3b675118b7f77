import type { Check } from './check';
import { aggregatedLabel } from './checks/aggregated-label';
import { brokenExpression } from './checks/broken-expression';
import { conditionWithoutComparison } from './checks/condition-without-comparison';
import { contactPointSettings } from './checks/contact-point-settings';
import { dataSourceWithoutUid } from './checks/data-source-without-uid';
import { divisionWithoutGuard } from './checks/division-without-guard';
import { dollarSigns } from './checks/dollar-signs';
import { duplicateRule } from './checks/duplicate-rule';
import { emptyText } from './checks/empty-text';
import { emptyTimeRange } from './checks/empty-time-range';
import { forBelowInterval } from './checks/for-below-interval';
import { groupByLabels } from './checks/group-by-labels';
import { ignoredField } from './checks/ignored-field';
import { matcherItem } from './checks/matcher-item';
import { missingExecErrState } from './checks/missing-exec-err-state';
import { missingNoDataState } from './checks/missing-no-data-state';
import { missingRunbook } from './checks/missing-runbook';
import { muteTimingAcrossMidnight } from './checks/mute-timing-across-midnight';
import { neverFires } from './checks/never-fires';
import { orVector } from './checks/or-vector';
import { pastedExports } from './checks/pasted-exports';
import { plainCredentials } from './checks/plain-credentials';
import { prometheusRuleInFolder } from './checks/prometheus-rule-in-folder';
import { refusedByGrafana } from './checks/refused-by-grafana';
import { refusedQuery } from './checks/refused-query';
import { secondDocument } from './checks/second-document';
import { severalPolicies } from './checks/several-policies';
import { shortRateWindow } from './checks/short-rate-window';
import { shortRepeatInterval } from './checks/short-repeat-interval';
import { textContradictsRule } from './checks/text-contradicts-rule';
import { timeSeriesInCondition } from './checks/time-series-in-condition';
import { truthInText } from './checks/truth-in-text';
import { unaggregatedRatio } from './checks/unaggregated-ratio';
import { unescapedDot } from './checks/unescaped-dot';
import { unknownDataSource } from './checks/unknown-data-source';
import { unknownReceiver } from './checks/unknown-receiver';
import { unreachedPolicy } from './checks/unreached-policy';
import { unusedMuteTiming } from './checks/unused-mute-timing';
import { valueInLabel } from './checks/value-in-label';

/** Every check: the errors first, both in the order of how often real files have the mistake. */
export const CHECKS: readonly Check[] = [
  timeSeriesInCondition,
  refusedByGrafana,
  conditionWithoutComparison,
  neverFires,
  emptyText,
  brokenExpression,
  truthInText,
  unaggregatedRatio,
  prometheusRuleInFolder,
  pastedExports,
  secondDocument,
  severalPolicies,
  unknownDataSource,
  emptyTimeRange,
  dollarSigns,
  muteTimingAcrossMidnight,
  contactPointSettings,
  unknownReceiver,
  matcherItem,
  aggregatedLabel,
  refusedQuery,
  duplicateRule,
  missingExecErrState,
  missingNoDataState,
  textContradictsRule,
  groupByLabels,
  ignoredField,
  shortRepeatInterval,
  forBelowInterval,
  plainCredentials,
  valueInLabel,
  shortRateWindow,
  orVector,
  unescapedDot,
  unusedMuteTiming,
  unreachedPolicy,
  divisionWithoutGuard,
  missingRunbook,
  dataSourceWithoutUid,
];
