import { contractOf } from '@firedrill/service-kit';
import { PAYMENT } from './service';

export const contract = contractOf(PAYMENT);
