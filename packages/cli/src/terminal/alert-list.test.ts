import type { Rule } from '@firedrill/grafana-client';
import { capturedTerminal } from '../../test/captured-terminal';
import { formatAlertList } from './alert-list';

const NOW = Date.parse('2026-01-01T00:01:00Z');

function rule(uid: string, alerts: Partial<Rule['alerts'][number]>[]): Rule {
  const defaults = { labels: {}, annotations: {}, state: 'Normal', activeAt: '2026-01-01T00:00:00Z', value: '' };
  return {
    uid,
    name: uid,
    health: 'ok',
    labels: {},
    annotations: {},
    lastEvaluation: '2026-01-01T00:00:50Z',
    alerts: alerts.map((alert) => ({ ...defaults, ...alert })),
  };
}

test('shows a line for a quiet rule and a line for each instance that is not Normal', () => {
  const rules = [
    rule('payment-failure-rate', [
      {
        state: 'Alerting',
        labels: { alertname: 'Payment failure rate', service: 'payment', severity: 'critical' },
        value: "[ var='breach' labels={} value=1 ], [ var='share' labels={} value=0.8123456 ]",
      },
    ]),
    rule('low-stock', [
      { state: 'Pending', labels: { name: 'Mug' }, activeAt: '2026-01-01T00:00:48Z' },
      { state: 'Normal', labels: { name: 'Hat' } },
    ]),
    rule('gateway-timeouts', [{ state: 'Normal (NoData)' }]),
    { ...rule('new', []), lastEvaluation: undefined },
  ];
  const groups = [{ name: 'shop', file: 'Shop', interval: 10, rules }];
  expect(formatAlertList(groups, NOW, capturedTerminal())).toBe(
    [
      'RULE                  STATE              SINCE  VALUE                  LABELS',
      'payment-failure-rate  Firing             60 s   breach=1 share=0.8123  service=payment',
      'low-stock             Pending            12 s                          name=Mug',
      'gateway-timeouts      Normal',
      'new                   not evaluated yet',
    ].join('\n'),
  );
});
