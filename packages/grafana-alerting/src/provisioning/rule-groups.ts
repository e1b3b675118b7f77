import type { RuleGroup } from '../model';
import type { Fields } from './fields';
import { folderUid } from './folder-uid';
import { checkNameLength } from './name-length';
import { readRule, type RuleReading } from './rules';

/** The scheduler's tick: every group interval is a multiple of it. */
const BASE_INTERVAL_MS = 10_000;

/** A rule that a file removes. */
export interface DeletedRule {
  readonly orgId: number;
  readonly uid: string;
}

/** One entry of `groups`; empty when the group itself is wrong. Rules with errors are left out. */
export function readRuleGroup(fields: Fields, reading: RuleReading): RuleGroup[] {
  fields.warnUnknownKeys(['orgId', 'name', 'folder', 'interval', 'rules']);
  const orgId = fields.orgId();
  const name = requiredName(fields, 'name', 'missing-group-name');
  const folder = requiredName(fields, 'folder', 'missing-folder');
  const intervalMs = readInterval(fields);
  const parts = {
    orgId,
    folder: folder ?? '',
    folderUid: folderUid(folder ?? ''),
    group: name ?? '',
    intervalMs: intervalMs ?? 0,
  };
  const rules = fields.maps('rules').flatMap((rule) => readRule(rule, parts, reading));
  if (name === undefined || folder === undefined || intervalMs === undefined) return [];
  return [{ orgId, folder, name, intervalMs, rules }];
}

export function readDeletedRules(entries: readonly Fields[]): DeletedRule[] {
  return entries.flatMap((fields) => {
    fields.warnUnknownKeys(['orgId', 'uid']);
    const orgId = fields.orgId();
    const uid = fields.text('uid');
    return uid === undefined ? [] : [{ orgId, uid }];
  });
}

function requiredName(fields: Fields, key: string, code: string): string | undefined {
  const text = fields.text(key);
  if (text === undefined) return undefined;
  if (text.trim() === '') {
    fields.error(key, `expected the ${key} of the group, got nothing`, code);
    return undefined;
  }
  if (key === 'name') checkNameLength(fields, key, text);
  return text;
}

function readInterval(fields: Fields): number | undefined {
  const ms = fields.duration('interval');
  if (ms === undefined) return undefined;
  const truncated = Math.floor(ms / 1000) * 1000;
  if (truncated > 0 && truncated % BASE_INTERVAL_MS === 0) return truncated;
  const higher = Math.ceil(Math.max(ms, 1) / BASE_INTERVAL_MS) * 10;
  fields.error(
    'interval',
    `expected a multiple of 10s, the scheduler's tick, got ${JSON.stringify(fields.text('interval'))}`,
    'bad-interval',
    `the next that Grafana accepts is ${higher}s`,
  );
  return undefined;
}
