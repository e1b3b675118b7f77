import { readServiceConfig, type ServiceConfig } from '@firedrill/service-kit';
import { PAYMENT } from './service';

export function readPaymentConfig(environment: NodeJS.ProcessEnv = process.env): ServiceConfig {
  return readServiceConfig(PAYMENT, environment, {});
}
