import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { formatState, type AlertRule, type AlertingProvisioning } from '@firedrill/grafana-alerting';
import { Labels, parseDuration } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { scriptedSources, type Script } from './live-source';
import { LIVE_START_MS, loadNotificationFile, runLive, type LiveTick, type LiveWebhook } from './live-run';
import { toRule, type RecordedNode } from './recorded-rule';

type LabelRecord = Readonly<Record<string, string>>;

interface LiveFile {
  readonly ticks: number;
  readonly notification: unknown;
  readonly restart?: string;
  readonly scenarios: readonly Scenario[];
}

interface Scenario {
  readonly name: string;
  readonly note?: string;
  readonly intervalSeconds: number;
  readonly rule: Pick<
    AlertRule,
    'uid' | 'title' | 'condition' | 'noDataState' | 'execErrState' | 'labels' | 'annotations'
  > & {
    readonly for: string;
    readonly data: readonly RecordedNode[];
  };
  readonly script: Script;
  readonly evaluatedAfterTick: { readonly min: number; readonly max: number };
  readonly labels: readonly LabelRecord[];
  readonly ticks: readonly { readonly tick: number; readonly instances: readonly [number, string, number | null][] }[];
  readonly webhooks?: readonly RecordedWebhook[];
}

interface RecordedWebhook {
  /** Seconds after tick 0. */
  readonly at: number;
  readonly receiver: string;
  readonly status: string;
  readonly state: string;
  readonly groupLabels: LabelRecord;
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: LabelRecord;
    readonly annotations?: LabelRecord;
    readonly startsAt: number;
    readonly endsAt?: number;
  }[];
}

const RESTART_MS = 69_400;
const CHANGE_TICK = 12;
/** What the file changed at that tick, by the number of the scenario. */
const CHANGES: Readonly<Record<string, (rule: AlertRule) => AlertRule | undefined>> = {
  '143': (rule) => ({ ...rule, labels: { ...rule.labels, extra: 'new' } }),
  '145': (rule) => ({ ...rule, forMs: 40_000 }),
  '146': (rule) => ({ ...rule, nodes: rule.nodes.map((node) => ({ ...node })) }),
  '147': () => undefined,
  '148': (rule) => ({ ...rule, title: `${rule.title} changed` }),
};

/** How the evaluations may have been spread in the recording; it gives only the shortest and the longest delay of each rule. */
const SPREADS = 200;

/** Scripted data over minutes of virtual time: the states at each tick, and every webhook with its content. */
export const area: Area = {
  name: 'grafana-live',
  files: ['grafana/live.json', 'grafana/live-restart.json'],
  async run(folder) {
    const results: CaseResult[] = [];
    for (const name of ['live', 'live-restart']) {
      const file = JSON.parse(readFileSync(join(folder, `grafana/${name}.json`), 'utf8')) as LiveFile;
      const provisioning = loadNotificationFile(file.notification);
      for (const scenario of file.scenarios) {
        results.push(await runScenario(`${name}: ${scenario.name}`, scenario, file, provisioning));
      }
    }
    return results;
  },
};

/** The delays of the evaluations are not recorded, nor is since when the server ran: a case passes when some delays in the recorded range give the recording. */
async function runScenario(
  name: string,
  scenario: Scenario,
  file: LiveFile,
  provisioning: AlertingProvisioning,
): Promise<CaseResult> {
  const rule = ruleOf(scenario);
  const changed = changedRule(scenario, rule);
  const expected = { ticks: expectedTicks(scenario), webhooks: expectedWebhooks(scenario) };
  let first: unknown;
  for (let spread = 0; spread < SPREADS; spread += 1) {
    const run = await runLive({
      provisioning,
      ticks: file.ticks,
      firstTick: scenario.ticks[0]?.tick ?? 0,
      ruleAt: (tick) => (tick < CHANGE_TICK ? rule : changed),
      dataSources: (tick) => scriptedSources(scenario.script, tick, LIVE_START_MS),
      delayMs: (tick) => delayMs(scenario, spread, tick),
      restartMs: file.restart === undefined ? undefined : RESTART_MS,
      resendsFrom: spread % 4 < 2 ? 'tick' : 'sending',
      uptimeMs: (spread * 7000) % 30_000,
    });
    const actual = { ticks: actualTicks(scenario, run.ticks), webhooks: actualWebhooks(scenario, run.webhooks) };
    if (isDeepStrictEqual(actual, expected)) return { name, outcome: 'passed' };
    first ??= actual;
  }
  return { name, outcome: 'failed', expected: JSON.stringify(expected), actual: JSON.stringify(first) };
}

/**
 * The first spread is the shortest delay throughout. In the others the webhooks tell how late the evaluations were that
 * they come from; of the rest one is as late as can be, or all are scattered in the range, always alike.
 */
function delayMs(scenario: Scenario, spread: number, tick: number): number {
  const { min, max } = scenario.evaluatedAfterTick;
  if (spread === 0) return Math.max(min * 1000, 500);
  const told = spread % 2 === 0 ? undefined : toldDelay(scenario, tick);
  if (told !== undefined) return Math.round(Math.min(Math.max(told, min), max) * 1000);
  if (spread <= scenario.ticks.length) return Math.round((tick === spread ? max : Math.max(min, 0.5)) * 1000);
  const scattered = Math.abs(Math.sin(spread * 12.9898 + tick * 78.233) * 43_758.5453) % 1;
  return Math.round((min + (max - min) * scattered) * 1000);
}

const GROUP_WAIT_SECONDS = 2;

/** The delay with which what begins or ends at a tick is just in time for the webhook that tells it first. */
function toldDelay({ webhooks = [] }: Scenario, tick: number): number | undefined {
  const time = tick * 10;
  const index = webhooks.findIndex(({ alerts }) =>
    alerts.some(({ startsAt, endsAt }) => (endsAt ?? startsAt) === time),
  );
  const webhook = webhooks[index];
  if (webhook === undefined) return undefined;
  return webhook.at - time - (index === 0 ? GROUP_WAIT_SECONDS : 0.05);
}

function ruleOf({ rule, intervalSeconds }: Scenario): AlertRule {
  const { for: pending, data, ...given } = rule;
  return toRule({
    ...given,
    folder: 'Live',
    intervalMs: intervalSeconds * 1000,
    forMs: pending === '0s' ? 0 : parseDuration(pending),
    nodes: data,
  });
}

function changedRule({ name, labels }: Scenario, rule: AlertRule): AlertRule | undefined {
  const change = CHANGES[name.slice(0, 3)];
  if (change === undefined) return rule;
  const changed = change(rule);
  const title = labels.at(-1)?.alertname;
  return changed !== undefined && changed.title !== rule.title && title !== undefined ? { ...changed, title } : changed;
}

function expectedTicks({ ticks, labels }: Scenario): readonly string[] {
  return ticks.map(({ tick, instances }) => {
    const lines = instances.map(([index, state, activeAt]) => instanceLine(labels[index] ?? {}, state, activeAt ?? 0));
    return `${tick}: ${lines.sort().join('; ')}`;
  });
}

/** Only those ticks that the recording has. */
function actualTicks({ ticks }: Scenario, actual: readonly LiveTick[]): readonly string[] {
  const recorded = new Set(ticks.map(({ tick }) => tick));
  return actual
    .filter(({ tick }) => recorded.has(tick))
    .map(({ tick, instances }) => {
      const lines = instances.map((instance) =>
        instanceLine(instance.labels.toObject(), formatState(instance), (instance.startsAtMs - LIVE_START_MS) / 1000),
      );
      return `${tick}: ${lines.sort().join('; ')}`;
    });
}

function instanceLine(labels: LabelRecord, state: string, activeAt: number): string {
  const since = state.startsWith('Normal') ? '' : ` since ${activeAt}`;
  return `${JSON.stringify(Labels.of(publicLabels(labels)).toObject())} ${state}${since}`;
}

function expectedWebhooks({ webhooks }: Scenario): Readonly<Record<string, readonly string[]>> | undefined {
  if (webhooks === undefined) return undefined;
  return byGroup(webhooks.map((webhook) => [webhook, webhookLine(webhook)]));
}

function actualWebhooks(
  { webhooks }: Scenario,
  actual: readonly LiveWebhook[],
): Readonly<Record<string, readonly string[]>> | undefined {
  if (webhooks === undefined) return undefined;
  const hasAnnotations = webhooks.some(({ alerts }) => alerts.some(({ annotations }) => annotations !== undefined));
  const seconds = (time: string): number => (Date.parse(time) - LIVE_START_MS) / 1000;
  const converted = actual.map(({ body }) => {
    const sent = body as unknown as Omit<RecordedWebhook, 'alerts'> & {
      readonly alerts: readonly (Omit<RecordedWebhook['alerts'][number], 'startsAt' | 'endsAt'> & {
        readonly startsAt: string;
        readonly endsAt: string;
      })[];
    };
    const alerts = sent.alerts.map(({ annotations, startsAt, endsAt, status, labels }) => ({
      ...{ status, labels, startsAt: seconds(startsAt) },
      ...(hasAnnotations && annotations !== undefined && { annotations }),
      ...(!endsAt.startsWith('0001') && { endsAt: seconds(endsAt) }),
    }));
    return { ...sent, alerts };
  });
  return byGroup(converted.map((webhook) => [webhook, webhookLine(webhook)]));
}

/** Groups send side by side: only within one is there an order. */
function byGroup(
  webhooks: readonly (readonly [RecordedWebhook, string])[],
): Readonly<Record<string, readonly string[]>> {
  const groups: Record<string, string[]> = {};
  for (const [{ receiver, groupLabels }, line] of webhooks) {
    (groups[`${receiver} ${JSON.stringify(Labels.of(publicLabels(groupLabels)).toObject())}`] ??= []).push(line);
  }
  return groups;
}

/** A rule that changes ends its alerts at a moment of the recording's own: times count to the tick before. */
function webhookLine({ status, state, alerts }: RecordedWebhook): string {
  const lines = alerts.map((alert) => {
    const { labels, annotations, startsAt, endsAt } = alert;
    const end = endsAt === undefined ? '' : ` to ${Math.floor(endsAt / 10) * 10}`;
    const notes = annotations === undefined ? '' : ` ${JSON.stringify(Labels.of(annotations).toObject())}`;
    return `${alert.status} ${JSON.stringify(Labels.of(labels).toObject())}${notes} from ${startsAt}${end}`;
  });
  return `${status} ${state}: ${lines.join('; ')}`;
}

function publicLabels(labels: LabelRecord): LabelRecord {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !/^__.*__$/.test(name)));
}
