import { migrate } from '@firedrill/db';
import { createHttpClient, runService } from '@firedrill/service-kit';
import { createApiApp } from './app';
import { startBackground } from './background';
import { readApiConfig } from './config';
import { API } from './service';

/** Longer than a slow payment takes, shorter than a shopper waits. */
const PAYMENT_TIMEOUT_MS = 5_000;

void runService(
  API,
  {
    readConfig: readApiConfig,
    migrate,
    start: (parts, { paymentUrl }) => {
      const payment = createHttpClient({ name: 'payment', baseUrl: paymentUrl, timeoutMs: PAYMENT_TIMEOUT_MS });
      const background = startBackground(parts, payment);
      return {
        app: createApiApp(parts, payment),
        stop: async () => {
          await background.stop();
          payment.close();
        },
      };
    },
  },
  process,
);
