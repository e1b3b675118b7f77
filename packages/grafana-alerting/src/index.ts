export type { DataQuery, DataResponse, DataSource, DataSourceType, Field, Frame } from './data-source';
export type { AlertRule, ExecErrState, NoDataState, NotificationSettings, RuleGroup, RuleNode } from './model';
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

export { settingsHash } from './labels';
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
export type { Expansion } from './templates/expand';
export type { TemplateData } from './templates/template-data';

export { isResolved, receivedAlert } from './notifications/alert';
export type { Alert } from './notifications/alert';
export { AlertGroup } from './notifications/alert-group';
export { acceptsAlert, readAlertFilter } from './notifications/alert-filter';
export type { AlertFilter, AlertPlace } from './notifications/alert-filter';
export { Dispatcher } from './notifications/dispatcher';
export type { DispatcherOptions, Notification, SavedDispatcher } from './notifications/dispatcher';
export { MatcherError } from './notifications/matchers';
export { compilePolicy, groupLabelsOf, policiesOf } from './notifications/policy-tree';
export type { PolicyNode } from './notifications/policy-tree';
export { SilenceError, Silences, silenceState } from './notifications/silences';
export type { Silence, SilenceMatcher, SilenceState } from './notifications/silences';
export { isInMuteTime } from './notifications/time-intervals';
export { createTextExpander } from './notifications/message-template';
export type { ExpandText } from './notifications/message-template';
export { messageOf } from './notifications/notification-message';
export type { Message, MessageAlert, MessageEnvironment } from './notifications/notification-message';
export { receiverMessage } from './notifications/receiver-request';
export type { EmailMessage, HttpMessage, ReceiverMessage, RequestOptions } from './notifications/receiver-request';
