import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Labels, parseDuration } from '@firedrill/timeseries';
import {
  applyResults,
  behaviourOf,
  formatState,
  NO_INSTANCES,
  type AlertInstance,
  type AlertRule,
  type InstanceResult,
} from '../src';
import { testRule } from './test-rule';

interface StateCase {
  readonly name: string;
  readonly grafana: string;
  readonly settings: string;
  readonly results: string;
  readonly states: string;
}

const SETTINGS: Readonly<Record<string, (value: string) => Partial<AlertRule>>> = {
  for: (value) => ({ forMs: parseDuration(value) }),
  keepFiringFor: (value) => ({ keepFiringForMs: parseDuration(value) }),
  missing_series_evals_to_resolve: (value) => ({ missingSeriesEvalsToResolve: Number(value) }),
  noDataState: (value) => ({ noDataState: value as AlertRule['noDataState'] }),
  execErrState: (value) => ({ execErrState: value as AlertRule['execErrState'] }),
};

function readCases(): readonly StateCase[] {
  const text = readFileSync(join(__dirname, 'cases/states.txt'), 'utf8').replace(/^#.*\n/gm, '');
  return text
    .trim()
    .split('\n\n')
    .flatMap((block) => {
      const [settings = '', results = '', states = '', before] = block.split('\n').map((line) => line.trim());
      const newest = { name: `${settings}: ${results}`, grafana: '12.4', settings, results, states };
      const old = before?.replace('12.3: ', '') ?? states;
      return [newest, { ...newest, grafana: '12.3', states: old }];
    });
}

function readRule(settings: string): AlertRule {
  const given = settings.split(' ').filter((setting) => setting.includes('='));
  return testRule(
    Object.assign(
      {},
      ...given.map((setting) => {
        const [key = '', value = ''] = setting.split('=');
        return SETTINGS[key]?.(value);
      }),
    ) as Partial<AlertRule>,
  );
}

function readResults(text: string): readonly InstanceResult[] {
  if (text === 'no data')
    return [{ labels: Labels.of({ datasource_uid: 'ds1', ref_id: 'A' }), state: 'NoData', captures: [] }];
  if (text === 'query error') {
    const query = { refId: 'A', datasourceUid: 'ds1' };
    return [
      { labels: Labels.EMPTY, state: 'Error', captures: [], error: { message: 'refused', retryable: true, query } },
    ];
  }
  return text.split('; ').map((result) => {
    const [name = '', state = ''] = result.split(':');
    const labels = name === '{}' ? Labels.EMPTY : Labels.of({ instance: name });
    return { labels, state: state as InstanceResult['state'], captures: [] };
  });
}

function describeInstance(instance: AlertInstance): string {
  const name = instance.labels.has('ref_id') ? '{query}' : instance.labels.get('instance') || '{}';
  return `${name}=${formatState(instance)}@${instance.startsAtMs / 1000}`;
}

test.each(readCases())('$grafana, $name', ({ grafana, settings, results, states }) => {
  const rule = readRule(settings);
  const behaviour = behaviourOf(grafana)!;
  let state = NO_INSTANCES;
  const seen = results.split(' -> ').map((text, index) => {
    const nowMs = (index + 1) * 10_000;
    const outcome = applyResults(rule, state, readResults(text), nowMs, { externalUrl: '', behaviour });
    state = outcome.state;
    const gone = outcome.transitions.filter(({ removed }) => removed).map(({ instance }) => instance);
    return [...state.instances.values(), ...gone].map(describeInstance).sort();
  });
  const expected = states
    .split(' -> ')
    .map((list) => list.slice(1, -1).split(', ').reduce<string[]>(joinReasons, []).sort());
  expect(seen).toEqual(expected);
});

/** A reason may hold a comma too: `Alerting (NoData, KeepLast)`. */
function joinReasons(parts: string[], part: string): string[] {
  const last = parts.at(-1);
  return last?.includes('(') === true && !last.includes(')')
    ? [...parts.slice(0, -1), `${last}, ${part}`]
    : [...parts, part];
}
