import { activeInstances, type ActiveInstance } from '@firedrill/drills';
import { GrafanaError, type GrafanaClient } from '@firedrill/grafana-client';
import type { Context } from './context';
import { pause } from './pause';
import { formatAlertList } from './terminal/alert-list';

interface FollowOptions {
  /** One JSON object for each change in place of the list. */
  readonly json: boolean;
  /** Ends the following beside Ctrl-C. */
  readonly until?: Promise<unknown>;
}

const LOOK_EVERY_MS = 1_000;

/** Shows the alerts until Ctrl-C: redrawn where somebody looks, otherwise a line for each change. */
export async function followAlerts(context: Context, grafana: GrafanaClient, options: FollowOptions): Promise<void> {
  const { terminal } = context;
  const ended = new AbortController();
  void options.until?.then(() => ended.abort());
  const signal = AbortSignal.any([context.signal, ended.signal]);
  let shown = new Map<string, string>();
  while (!signal.aborted) {
    const groups = await grafana.rules().catch((error: unknown) => {
      if (error instanceof GrafanaError && options.until !== undefined) return undefined;
      throw error;
    });
    if (groups !== undefined && terminal.interactive && !options.json) {
      terminal.redraw(formatAlertList(groups, Date.now(), terminal));
    } else if (groups !== undefined) {
      shown = printChanges(context, shown, activeInstances(groups), options.json);
    }
    await pause(LOOK_EVERY_MS, signal);
  }
}

function printChanges(
  { terminal }: Context,
  before: ReadonlyMap<string, string>,
  active: readonly ActiveInstance[],
  json: boolean,
): Map<string, string> {
  const now = new Map(active.map(({ rule, labels, state }) => [`${rule} ${JSON.stringify(labels)}`, state]));
  const time = new Date().toISOString();
  for (const key of new Set([...before.keys(), ...now.keys()])) {
    const state = now.get(key) ?? 'Normal';
    if (before.get(key) === state) continue;
    const space = key.indexOf(' ');
    const [rule, labels] = [key.slice(0, space), JSON.parse(key.slice(space)) as Record<string, string>];
    if (json) terminal.print(JSON.stringify({ event: 'alert', time, rule, state, labels }));
    else terminal.print(`${time}  ${rule}  ${state}  ${JSON.stringify(labels)}`);
  }
  return now;
}
