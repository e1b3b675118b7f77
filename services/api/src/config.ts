import { readServiceConfig, serviceUrl, type ServiceConfig } from '@firedrill/service-kit';
import { API } from './service';

export interface ApiConfig extends ServiceConfig {
  readonly paymentUrl: string;
}

/** The settings of api from the environment. Throws ConfigError. */
export function readApiConfig(): ApiConfig {
  return readServiceConfig(API, process.env, {
    paymentUrl: { name: 'PAYMENT_URL', schema: serviceUrl('http://127.0.0.1:8082') },
  });
}
