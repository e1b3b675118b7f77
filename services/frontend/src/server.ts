import { createHttpClient, runService } from '@firedrill/service-kit';
import { createFrontendApp } from './app';
import { readFrontendConfig } from './config';
import { FRONTEND } from './service';

/** Longer than api waits for a payment. */
const API_TIMEOUT_MS = 8_000;

void runService(
  FRONTEND,
  {
    readConfig: readFrontendConfig,
    start: (parts, { apiUrl }) => {
      const api = createHttpClient({ name: 'api', baseUrl: apiUrl, timeoutMs: API_TIMEOUT_MS });
      return { app: createFrontendApp(parts, api), stop: () => api.close() };
    },
  },
  process,
);
