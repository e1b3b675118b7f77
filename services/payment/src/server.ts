import { migrate } from '@firedrill/db';
import { runService } from '@firedrill/service-kit';
import { createPaymentApp } from './app';
import { readPaymentConfig } from './config';
import { PAYMENT } from './service';

void runService(
  PAYMENT,
  { readConfig: () => readPaymentConfig(), migrate, start: (parts) => ({ app: createPaymentApp(parts) }) },
  process,
);
