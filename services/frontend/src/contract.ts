import { contractOf } from '@firedrill/service-kit';
import { FRONTEND } from './service';

/** Written to dist/contract.json by the build. */
export const contract = contractOf(FRONTEND);
