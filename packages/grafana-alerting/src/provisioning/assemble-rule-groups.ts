import type { AlertRule, RuleGroup } from '../model';
import { folderUid } from './folder-uid';
import type { DeletedRule } from './rule-groups';

/** What one file says about rules. */
export interface FileRules {
  readonly groups: readonly RuleGroup[];
  readonly deletes: readonly DeletedRule[];
}

/**
 * The groups that are left once the files are applied in order: a uid met again moves and changes the rule, a group met
 * again adds to it and gives all its rules the new interval, and each file's deletions come after its groups.
 */
export function assembleRuleGroups(files: readonly FileRules[]): RuleGroup[] {
  const groups = new Map<string, RuleGroup>();
  const rules = new Map<string, AlertRule>();
  const folders = new Map<string, string>();
  for (const { groups: fileGroups, deletes } of files) {
    for (const group of fileGroups.map((written) => inFirstFolder(written, folders))) {
      groups.set(groupKey(group.orgId, group.folder, group.name), group);
      for (const rule of group.rules) rules.set(`${rule.orgId} ${rule.uid}`, rule);
    }
    for (const { orgId, uid } of deletes) rules.delete(`${orgId} ${uid}`);
  }
  const members = new Map<string, AlertRule[]>();
  for (const rule of rules.values()) {
    const key = groupKey(rule.orgId, rule.folder, rule.group);
    const group = members.get(key);
    if (group === undefined) members.set(key, [rule]);
    else group.push(rule);
  }
  return [...groups].map(([key, group]) => ({
    ...group,
    rules: (members.get(key) ?? []).map((rule) => ({ ...rule, intervalMs: group.intervalMs })),
  }));
}

/** A folder whose title gives the uid of an earlier one is that folder. */
function inFirstFolder(group: RuleGroup, folders: Map<string, string>): RuleGroup {
  const key = `${group.orgId} ${folderUid(group.folder)}`;
  const folder = folders.get(key) ?? group.folder;
  folders.set(key, folder);
  return { ...group, folder, rules: group.rules.map((rule) => ({ ...rule, folder })) };
}

function groupKey(orgId: number, folder: string, group: string): string {
  return JSON.stringify([orgId, folder, group]);
}
