export { PROFILES } from './profile';
export type { Profile } from './profile';
export { provisioningFiles } from './provisioning-files';
export { uidOf } from './rule';
export type { RuleGroupSource, RuleNodeSource, RuleSource, Severity, Team } from './rule';
export { RULE_GROUPS } from './rules';
export { GATEWAY_TIMEOUTS, PAYMENT_FAILURE_MINIMUM, PAYMENT_FAILURE_SHARE } from './thresholds';
export { stalePaths, writeProvisioning } from './write-provisioning';
