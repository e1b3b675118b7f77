export { loadRuleFile } from './load-rule-file';
export type { AlertingRule, RecordingRule, Rule, RuleGroup } from './rule-group';

export { evaluateGroup, newGroupState } from './evaluate-group';
export type { GroupEvaluation, GroupState, RuleState, SampleSink } from './evaluate-group';
export type { Alert, AlertingState } from './alerting-rule';
export type { RuleQuery, RuleSample } from './rule-query';

export { loadTestFile } from './unit-test/load-test-file';
export { runRuleTest } from './unit-test/run-rule-test';
export type { RuleTestOptions } from './unit-test/run-rule-test';
export type {
  AlertExpectation,
  ExpectedAlert,
  ExpressionExpectation,
  RuleTest,
  RuleTestFile,
} from './unit-test/test-file';
