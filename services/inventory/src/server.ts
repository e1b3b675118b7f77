import { migrate } from '@firedrill/db';
import { runService } from '@firedrill/service-kit';
import { createInventoryApp, startInventoryBackground } from './app';
import { readInventoryConfig } from './config';
import { INVENTORY } from './service';

void runService(
  INVENTORY,
  {
    readConfig: () => readInventoryConfig(),
    migrate,
    start: (parts) => ({ app: createInventoryApp(parts), stop: startInventoryBackground(parts) }),
  },
  process,
);
