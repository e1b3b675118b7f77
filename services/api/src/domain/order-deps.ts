import type { Log, MetricsOf } from '@firedrill/telemetry';
import type { EVENTS } from '../events';
import type { METRICS } from '../metrics';
import type { OrderStore, PaymentGateway } from './ports';

/** What the commands on orders need; log and gateway belong to one request, so that its id is in every line and call. */
export interface OrderDeps {
  readonly orders: OrderStore;
  readonly payments: PaymentGateway;
  readonly log: Log<typeof EVENTS>;
  readonly metrics: MetricsOf<typeof METRICS>;
}
