import type { FaultRegistry } from '@firedrill/faults';
import type { PaymentGateway } from '../domain/payment';
import type { Chance } from './simulated-gateway';

/** A gateway that declines a share of the authorisations while a `payment_decline` fault is active. */
export function faultyGateway(gateway: PaymentGateway, faults: FaultRegistry, chance: Chance): PaymentGateway {
  return {
    authorise: async (request) => {
      const fault = faults.active('payment_decline');
      if (fault === undefined) return gateway.authorise(request);
      const { share, reason, method } = fault.values;
      const meant = method === undefined || method === request.method;
      // Another draw than the gateway's own, or its ordinary declines would always be among the share.
      if (meant && chance(`${fault.id} ${request.idempotencyKey}`) < share) return { declined: reason };
      return gateway.authorise(request);
    },
  };
}
