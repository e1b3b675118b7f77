import type { Problem } from '@firedrill/config-file';
import type { AlertRule, ExecErrState, NoDataState } from '../model';
import type { Fields } from './fields';
import { checkNameLength } from './name-length';
import { readNotificationSettings, type PlacedSettings } from './notification-settings';
import { checkRecord } from './record';
import { readQueries } from './rule-queries';
import { readAnnotations, readLabels } from './rule-texts';
import { warnOfRule, warnOfTwin, type RuleChecks } from './rule-warnings';
import { readUid } from './uid';

const RULE_KEYS = [
  'orgId',
  'uid',
  'title',
  'condition',
  'data',
  'for',
  'keepFiringFor',
  'missing_series_evals_to_resolve',
  'dashboardUid',
  'panelId',
  'noDataState',
  'execErrState',
  'annotations',
  'labels',
  'isPaused',
  'notification_settings',
  'record',
];
const NO_DATA_STATES: readonly NoDataState[] = ['NoData', 'Alerting', 'OK', 'KeepLast'];
const EXEC_ERR_STATES: readonly ExecErrState[] = ['Alerting', 'Error', 'OK', 'KeepLast'];

type GroupParts = Pick<AlertRule, 'orgId' | 'folder' | 'folderUid' | 'group' | 'intervalMs'>;

/** What reading a rule needs beside its place in the file. */
export interface RuleReading extends RuleChecks {
  /** Where problems go; a rule that adds an error is left out. */
  readonly problems: readonly Problem[];
  /** The uids and titles of the rules read so far. */
  readonly met: Set<string>;
  /** The notification settings met so far, to be checked once all contact points are known. */
  readonly placedSettings: PlacedSettings[];
}

/** One entry of `rules`; empty when something in it is an error. */
export function readRule(fields: Fields, group: GroupParts, reading: RuleReading): AlertRule[] {
  const problemsBefore = reading.problems.length;
  fields.warnUnknownKeys(RULE_KEYS);
  const queries = readQueries(fields);
  const annotations = readAnnotations(fields);
  const rule: AlertRule = {
    ...group,
    title: readTitle(fields),
    uid: readUid(fields, 'missing-uid'),
    forMs: fields.duration('for', 0) ?? 0,
    keepFiringForMs: fields.duration('keepFiringFor', 0) ?? 0,
    missingSeriesEvalsToResolve: readMissingSeriesEvals(fields),
    execErrState: readState(fields, 'execErrState', EXEC_ERR_STATES, 'Alerting', 'unknown-error-state'),
    noDataState: readState(fields, 'noDataState', NO_DATA_STATES, 'NoData', 'unknown-nodata-state'),
    condition: readCondition(fields),
    nodes: queries.map(({ node }) => node),
    annotations,
    labels: readLabels(fields),
    isPaused: fields.boolean('isPaused'),
    ...readPanel(fields, annotations),
    ...readOwnReceiver(fields, group.orgId, reading),
  };
  const record = fields.map('record');
  if (record !== undefined) {
    fields.unsupported('record', 'recording rules are not evaluated here');
    checkRecord(record, rule.nodes.map(({ refId }) => refId));
  }
  warnOfRule(fields, rule, queries, reading);
  warnOfTwin(fields, rule, reading.met);
  const isWrong = reading.problems.slice(problemsBefore).some(({ severity }) => severity === 'error');
  return isWrong || fields.has('record') ? [] : [rule];
}

/** The panel that a rule belongs to: its annotations win over its keys. */
function readPanel(fields: Fields, annotations: AlertRule['annotations']): Pick<AlertRule, 'dashboardUid' | 'panelId'> {
  const dashboardUid = fields.text('dashboardUid') ?? '';
  const panelId = fields.integer('panelId') ?? 0;
  return {
    dashboardUid: annotations.__dashboardUid__ ?? dashboardUid,
    panelId: Number(annotations.__panelId__ ?? panelId),
  };
}

function readTitle(fields: Fields): string {
  const title = fields.text('title');
  if (title === '') fields.error('title', 'expected the title of the rule, got nothing', 'missing-title');
  checkNameLength(fields, 'title', title ?? '');
  return title ?? '';
}

function readCondition(fields: Fields): string {
  const condition = fields.text('condition');
  if (condition === '' && !fields.has('record')) {
    fields.error('condition', 'expected the refId of the query or expression that decides, got nothing', 'missing-condition');
  }
  return condition ?? '';
}

function readMissingSeriesEvals(fields: Fields): number | undefined {
  const key = 'missing_series_evals_to_resolve';
  const count = fields.integer(key);
  if (count === undefined || count > 0) return count;
  fields.error(key, `expected a whole number above 0, got ${count}`, 'bad-missing-series-evals');
  return undefined;
}

function readState<State extends string>(
  fields: Fields,
  key: string,
  states: readonly State[],
  fallback: State,
  code: string,
): State {
  const text = fields.text(key)?.trim();
  if (text === undefined || text === '') return fallback;
  const state = states.find((candidate) => candidate === text);
  if (state !== undefined) return state;
  const nearest = states.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
  fields.error(
    key,
    `expected one of ${states.join(', ')}, got ${JSON.stringify(text)}`,
    code,
    nearest && `did you mean ${JSON.stringify(nearest)}?`,
  );
  return fallback;
}

/** Recording rules notify no one: their settings are dropped. */
function readOwnReceiver(
  fields: Fields,
  orgId: number,
  { placedSettings }: RuleReading,
): Pick<AlertRule, 'notificationSettings'> {
  const own = fields.map('notification_settings');
  if (own === undefined || fields.has('record')) return {};
  const settings = readNotificationSettings(own);
  placedSettings.push({ fields: own, orgId, settings });
  return { notificationSettings: settings };
}
