import { readServiceConfig, serviceUrl, type ServiceConfig } from '@firedrill/service-kit';
import { FRONTEND } from './service';

export interface FrontendConfig extends ServiceConfig {
  readonly apiUrl: string;
}

/** The settings of frontend from the environment. Throws ConfigError. */
export function readFrontendConfig(): FrontendConfig {
  return readServiceConfig(FRONTEND, process.env, {
    apiUrl: { name: 'API_URL', schema: serviceUrl('http://127.0.0.1:8080') },
  });
}
