import {
  applyResults,
  loadAlerting,
  NEWEST_BEHAVIOUR,
  NO_INSTANCES,
  queryRule,
  step,
  type AlertRule,
  type DataSource,
  type LabelledResult,
  type RuleState,
} from '@firedrill/grafana-alerting';
import { Labels } from '@firedrill/timeseries';
import type { Bench } from '../measurement';
import { timed } from '../timing';

const RULES = 1_000;
const INSTANCES = 10;
const START_MS = 1_795_168_800_000;
const EXTERNAL_URL = 'http://localhost:3000/';
const BEHAVIOUR = NEWEST_BEHAVIOUR;

/** Loading a thousand rules, and cycles of them over ten instances each whose values move up and down. */
export const alerting: Bench = async () => {
  const files = provisioningFiles();
  const options = { environment: {}, dataSourceUids: ['prometheus'] };
  const load = await timed(5, () => loadAlerting(files, options), { warmUp: 1 });
  const rules = loadAlerting(files, options).groups.flatMap((group) => group.rules);
  if (rules.length !== RULES) throw new Error(`invariant: ${rules.length} of ${RULES} rules are valid`);
  const cycle = await cycles(rules);
  const stepOnly = await steps(rules);
  return [
    {
      what: '1,000 rules × 10 instances, one cycle with templates',
      measured: cycle.wallMs,
      unit: 'ms',
      goal: { atMost: 250 },
      beside: `CPU ${cycle.cpuMs.toFixed(0)} ms`,
    },
    {
      what: '… the state step alone',
      measured: stepOnly.wallMs,
      unit: 'ms',
      goal: { atMost: 50 },
      beside: `CPU ${stepOnly.cpuMs.toFixed(0)} ms`,
    },
    {
      what: 'load and validate 1,000 rules in 20 files',
      measured: load.wallMs,
      unit: 'ms',
      goal: { atMost: 1_000 },
      beside: `CPU ${load.cpuMs.toFixed(0)} ms`,
      limit: 'not profiled',
    },
  ];
};

async function cycles(rules: readonly AlertRule[]): ReturnType<typeof timed> {
  const states = new Map<AlertRule, RuleState>();
  return timed(10, async (cycle) => {
    const nowMs = START_MS + cycle * 10_000;
    const dataSources = new Map([['prometheus', instances(cycle)]]);
    for (const rule of rules) {
      const state = states.get(rule) ?? NO_INSTANCES;
      const results = await queryRule(rule, state, nowMs, { dataSources });
      states.set(rule, applyResults(rule, state, results, nowMs, { externalUrl: EXTERNAL_URL }).state);
    }
  });
}

async function steps(rules: readonly AlertRule[]): ReturnType<typeof timed> {
  const states = new Map<AlertRule, RuleState>();
  const labelled = new Map<AlertRule, readonly LabelledResult[]>();
  for (const rule of rules) {
    const dataSources = new Map([['prometheus', instances(0)]]);
    const results = await queryRule(rule, NO_INSTANCES, START_MS, { dataSources });
    labelled.set(
      rule,
      results.map((result) => {
        const labels = Labels.of({ ...result.labels.toObject(), alertname: rule.title });
        return { result, identity: labels, labels, annotations: { summary: 'share of payments' } };
      }),
    );
  }
  return timed(10, (cycle) => {
    for (const rule of rules) {
      const before = states.get(rule) ?? NO_INSTANCES;
      const nowMs = START_MS + cycle * 10_000;
      states.set(rule, step(rule, before, labelled.get(rule) ?? [], nowMs, BEHAVIOUR).state);
    }
  });
}

function instances(cycle: number): DataSource {
  const frames = Array.from({ length: INSTANCES }, (_, index) => ({
    fields: [
      { name: 'Time', type: 'time' as const, values: [START_MS] },
      { name: 'Value', type: 'number' as const, labels: { pod: `p${index}` }, values: [(cycle + index) % 7] },
    ],
    resultType: 'vector' as const,
  }));
  return { uid: 'prometheus', type: 'prometheus', query: () => Promise.resolve({ ok: true, frames }) };
}

function provisioningFiles(): readonly { readonly name: string; readonly text: string }[] {
  return Array.from({ length: 20 }, (_, file) => ({
    name: `rules-${file}.yaml`,
    text: `apiVersion: 1\ngroups:\n  - orgId: 1\n    name: group-${file}\n    folder: Bench\n    interval: 10s\n    rules:\n${Array.from({ length: RULES / 20 }, (_, rule) => ruleText(`r${file}-${rule}`)).join('')}`,
  }));
}

const ruleText = (uid: string): string => `
      - uid: ${uid}
        title: Rule ${uid}
        condition: breach
        for: 30s
        noDataState: OK
        execErrState: Error
        labels: {severity: critical, team: payments}
        annotations:
          summary: '{{ $labels.pod }} of {{ $labels.alertname }}: {{ with $values.share }}{{ .Value | humanizePercentage }}{{ end }}'
          description: '{{ if gt $values.share.Value 3.0 }}high{{ else }}low{{ end }} on {{ $labels.pod }}'
        data:
          - refId: share
            relativeTimeRange: {from: 60, to: 0}
            datasourceUid: prometheus
            model: {refId: share, expr: 'up', instant: true}
          - refId: breach
            datasourceUid: __expr__
            model: {refId: breach, type: threshold, expression: share, conditions: [{evaluator: {type: gt, params: [3]}}]}
`;
