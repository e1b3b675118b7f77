import { contractOf } from '@firedrill/service-kit';
import { INVENTORY } from './service';

export const contract = contractOf(INVENTORY);
