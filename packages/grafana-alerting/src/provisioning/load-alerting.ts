import type { Problem } from '@firedrill/config-file';
import type { RuleGroup } from '../model';
import { assembleRuleGroups, type FileRules } from './assemble-rule-groups';
import type { ExpansionSources } from './expand';
import { checkNotificationSettings } from './notification-settings';
import { readNotifications, type Notifications } from './notifications';
import { readProvisioningFiles, type ProvisioningFile } from './provisioning-files';
import type { RuleChecks } from './rule-warnings';
import { readDeletedRules, readRuleGroup, type DeletedRule } from './rule-groups';
import type { RuleReading } from './rules';

export interface LoadAlertingOptions extends ExpansionSources, RuleChecks {}

/** What a folder of alerting files means once applied to an empty Grafana, and everything that is wrong with it. */
export interface AlertingProvisioning extends Notifications {
  readonly groups: readonly RuleGroup[];
  readonly deleteRules: readonly DeletedRule[];
  readonly problems: readonly Problem[];
}

const KEYS = [
  'apiVersion',
  'groups',
  'deleteRules',
  'contactPoints',
  'deleteContactPoints',
  'policies',
  'resetPolicies',
  'muteTimes',
  'deleteMuteTimes',
  'templates',
  'deleteTemplates',
];

/**
 * Loads the files of one `provisioning/alerting` folder with the verdict Grafana gives: in name order, `.yaml`, `.yml` and
 * `.json` only, every problem of every file reported at its place.
 */
export function loadAlerting(files: readonly ProvisioningFile[], options: LoadAlertingOptions): AlertingProvisioning {
  const problems: Problem[] = [];
  const contents = readProvisioningFiles(files, options, problems);
  for (const content of contents) content.warnUnknownKeys(KEYS);
  const reading: RuleReading = { ...options, problems, met: new Set<string>(), placedSettings: [] };
  const fileRules = contents.map(
    (content): FileRules => ({
      groups: content.maps('groups').flatMap((group) => readRuleGroup(group, reading)),
      deletes: readDeletedRules(content.maps('deleteRules')),
    }),
  );
  const notifications = readNotifications(contents);
  checkNotificationSettings(reading.placedSettings, notifications);
  return {
    groups: assembleRuleGroups(fileRules),
    deleteRules: fileRules.flatMap(({ deletes }) => deletes),
    ...notifications,
    problems,
  };
}

