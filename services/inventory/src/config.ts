import { readServiceConfig, type ServiceConfig } from '@firedrill/service-kit';
import { INVENTORY } from './service';

export function readInventoryConfig(environment: NodeJS.ProcessEnv = process.env): ServiceConfig {
  return readServiceConfig(INVENTORY, environment, {});
}
