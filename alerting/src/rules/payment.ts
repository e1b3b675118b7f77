import { windowText, type Profile } from '../profile';
import { logql, math, promql, threshold, withValue, type RuleGroupSource, type RuleSource } from '../rule';
import { GATEWAY_TIMEOUTS, PAYMENT_FAILURE_MINIMUM, PAYMENT_FAILURE_SHARE } from '../thresholds';

export const payment: RuleGroupSource = {
  name: 'payment',
  rules: (profile) => [paymentFailureRate(profile), gatewayTimeouts(profile)],
};

function paymentFailureRate(profile: Profile): RuleSource {
  const declined = `sum(increase(payments_total{status="declined"}[${profile.windowSeconds}s]))`;
  // Without payments the share is 0 and not 0/0: math makes NaN of any comparison with NaN, and NaN fires.
  const decided = `clamp_min(sum(increase(payments_total{status=~"approved|declined"}[${profile.windowSeconds}s])), 1)`;
  return {
    title: 'Payment failure rate',
    severity: 'critical',
    team: 'payments',
    service: 'payment',
    summary: withValue('share', '{{ .Value | humanizePercentage }} of payments are declined', 'No payments'),
    description: withValue(
      'share',
      `In the last ${windowText(profile)} {{ $values.declined.Value | printf "%.0f" }} payments were declined, ` +
        `{{ .Value | humanizePercentage }} of all. Usual is 1 to 2 %; above ${PAYMENT_FAILURE_SHARE * 100} % customers are losing orders.`,
      `There were no payments in the last ${windowText(profile)}.`,
    ),
    pendingSeconds: profile.pendingSeconds.short,
    noDataState: 'OK',
    execErrState: 'Error',
    condition: 'breach',
    nodes: [
      promql('share', `${declined} / ${decided}`, profile),
      promql('declined', declined, profile),
      math('breach', `$share > ${PAYMENT_FAILURE_SHARE} && $declined >= ${PAYMENT_FAILURE_MINIMUM}`),
    ],
  };
}

function gatewayTimeouts(profile: Profile): RuleSource {
  const lines = '{service="payment"} |= "gateway_timeout" | json | reason="gateway_timeout"';
  return {
    title: 'Gateway timeouts',
    severity: 'critical',
    team: 'payments',
    service: 'payment',
    summary: withValue(
      'timeouts',
      `The payment gateway timed out {{ .Value | printf "%.0f" }} times in the last ${windowText(profile)}`,
      'The payment gateway did not time out',
    ),
    description: withValue(
      'timeouts',
      'The log of the payment service holds {{ .Value | printf "%.0f" }} declines with the reason gateway_timeout ' +
        `in the last ${windowText(profile)}; more than ${GATEWAY_TIMEOUTS} mean that the gateway, not the card, is the cause.`,
      `The log of the payment service holds no decline with the reason gateway_timeout in the last ${windowText(profile)}.`,
    ),
    pendingSeconds: profile.pendingSeconds.none,
    noDataState: 'OK',
    execErrState: 'Error',
    condition: 'breach',
    nodes: [
      logql('timeouts', `sum(count_over_time(${lines} [${profile.windowSeconds}s]))`, profile),
      threshold('breach', 'timeouts', GATEWAY_TIMEOUTS),
    ],
  };
}
