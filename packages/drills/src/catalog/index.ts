import type { Drill } from '../drill';
import { flashSale } from './flash-sale';
import { paymentOutage } from './payment-outage';
import { serviceCrash } from './service-crash';

/** Every drill, in the order that lists show. */
export const DRILLS: readonly Drill[] = [paymentOutage, flashSale, serviceCrash];
