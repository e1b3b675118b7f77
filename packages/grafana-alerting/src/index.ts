export type { DataQuery, DataResponse, DataSource, DataSourceType, Field, Frame } from './data-source';
export type { AlertRule, ExecErrState, NoDataState, RuleGroup, RuleNode } from './model';
export { loadAlerting } from './provisioning/load-alerting';
export type { AlertingProvisioning, LoadAlertingOptions } from './provisioning/load-alerting';
export type {
  ContactPoint,
  MuteTime,
  NotificationPolicy,
  NotificationTemplate,
  Receiver,
  Route,
  TimeInterval,
  TimeRange,
} from './provisioning/notification-model';
export type { ProvisioningFile } from './provisioning/provisioning-files';
export { loadDataSources } from './provisioning/data-source-definitions';
export type { DataSourceDefinition, DataSourceProvisioning } from './provisioning/data-source-definitions';
export type { QueryProblem, RuleChecks } from './provisioning/rule-warnings';
export type { DeletedRule } from './provisioning/rule-groups';
export type { ExpansionSources } from './provisioning/expand';
export { RequestError } from './requests/request-error';
export { prometheusRequest } from './requests/prometheus-request';
export type { PrometheusRequest, PrometheusSettings } from './requests/prometheus-request';
export { lokiRequest } from './requests/loki-request';
export type { LokiRequest } from './requests/loki-request';
export { expandSql } from './requests/sql-macros';
export type { ExpandedSql, SqlFill, SqlSettings } from './requests/sql-macros';
export { sqlFrames } from './requests/sql-frames';
export type { SqlResultOptions } from './requests/sql-frames';
export type { SqlColumn } from './requests/sql-columns';

export { behaviourOf, NEWEST_BEHAVIOUR } from './behaviour';
export type { Behaviour } from './behaviour';

export { applyResults, evaluateRule, queryRule } from './evaluate-rule';
export type { EvaluationOptions } from './evaluate-rule';
export { formatState, NO_INSTANCES } from './state/instance';
export type { AlertInstance, InstanceState, RuleState } from './state/instance';
export { resetRule, step } from './state/step';
export type { LabelledResult, StateRule, StepOutcome, Transition } from './state/step';
export type { SentAlert } from './state/sending';

export { buildGraph } from './expressions/graph';
export { evaluateNodes } from './expressions/evaluate-nodes';
export type { NodeFailure, NodeOutcome, NodeOutcomes } from './expressions/evaluate-nodes';
export { conditionResults, errorResult } from './expressions/results';
export type { InstanceResult } from './expressions/results';
export { conditionValueText, evaluationString } from './expressions/captures';
export type { Capture } from './expressions/captures';
export type { ExpressionValue, Point } from './expressions/expression-value';
export { TemplateExpander } from './templates/expand';
export type { Expansion, TemplateData } from './templates/expand';
