import type { ServiceContract } from '@firedrill/service-kit';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { undeclaredInLogql, undeclaredInPromql } from '../src/contract/rule-names';
import { SERVICES } from '../src/run-shop';
import { root } from './shop';

interface RuleFile {
  readonly groups?: readonly {
    readonly rules: readonly {
      readonly uid: string;
      readonly data: readonly { readonly datasourceUid: string; readonly model: { readonly expr?: string } }[];
    }[];
  }[];
}

let contracts: ServiceContract[];

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'tools/build.cjs')], { cwd: root });
  contracts = SERVICES.map(
    (name) => JSON.parse(readFileSync(join(root, 'services', name, 'dist/contract.json'), 'utf8')) as ServiceContract,
  );
}, 60_000);

const check = { prometheus: undeclaredInPromql, loki: undeclaredInLogql } as Readonly<
  Record<string, (text: string, known: readonly ServiceContract[]) => string[]>
>;

test.each(readdirSync(join(root, 'provisioning')).filter((name) => name.startsWith('alerting')))(
  'every metric, label, event and field that a rule in %s reads is declared by a service',
  (folder) => {
    const files = readdirSync(join(root, 'provisioning', folder)).filter((name) => name.endsWith('.yaml'));
    const queries = files
      .map((name) => parse(readFileSync(join(root, 'provisioning', folder, name), 'utf8')) as RuleFile)
      .flatMap(({ groups = [] }) => groups)
      .flatMap(({ rules }) => rules)
      .flatMap(({ uid, data }) => data.map(({ datasourceUid, model }) => ({ uid, datasourceUid, text: model.expr })));
    const problems = queries.flatMap(({ uid, datasourceUid, text }) =>
      text === undefined ? [] : (check[datasourceUid]?.(text, contracts) ?? []).map((found) => `${uid}: ${found}`),
    );
    expect(problems).toEqual([]);
    expect(queries.filter(({ text }) => text !== undefined).length).toBeGreaterThan(0);
  },
);

test.each([
  ['sum(rate(payments_total{status="declined"}[1m]))', []],
  ['rate(payment_total[1m])', ['metric payment_total']],
  [
    'payments_total{status=~"declined|lost", methode="card"}',
    ['status="lost" of payments_total', 'label methode of payments_total'],
  ],
  ['histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{service="api"}[1m])))', []],
  ['orders_total_sum', ['metric orders_total_sum']],
  ['up{job="api"} == 0', []],
])('%s in PromQL', (text, problems) => {
  expect(undeclaredInPromql(text, contracts)).toEqual(problems);
});

test.each([
  ['sum(count_over_time({service="payment"} | json | event="payment_declined" | reason="gateway_timeout" [1m]))', []],
  ['{service="payment"} | json | event="payment_refused"', ['event payment_refused']],
  ['{service="payment"} | json | event="payment_approved" | reason="x"', ['field reason']],
  ['quantile_over_time(0.9, {service="payment"} | json | unwrap durationMS [1m]) by (method)', ['field durationMS']],
])('%s in LogQL', (text, problems) => {
  expect(undeclaredInLogql(text, contracts)).toEqual(problems);
});
