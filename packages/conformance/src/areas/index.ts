import type { Area } from '../area';
import { area as exposition } from './exposition';
import { area as grafanaExpressions } from './grafana-expressions';
import { area as grafanaLive } from './grafana-live';
import { area as grafanaProvisioning } from './grafana-provisioning';
import { area as grafanaRequests } from './grafana-requests';
import { area as grafanaRouting } from './grafana-routing';
import { area as grafanaSql } from './grafana-sql';
import { area as grafanaStates } from './grafana-states';
import { area as grafanaTemplates } from './grafana-templates';
import { area as logql } from './logql';
import { area as lokiHttp } from './loki-http';
import { area as prometheusConfig } from './prometheus-config';
import { area as prometheusHttp } from './prometheus-http';
import { area as promql } from './promql';
import { area as promqlInvalid } from './promql-invalid';
import { area as promqltest } from './promqltest';
import { area as promtail } from './promtail';
import { area as promtailConfig } from './promtail-config';
import { area as relabel } from './relabel';
import { area as ruleTests } from './rule-tests';
import { area as scrape } from './scrape';

/** Every area, in the order of the vectors' README. */
export const AREAS: readonly Area[] = [
  promqltest,
  promql,
  promqlInvalid,
  exposition,
  scrape,
  relabel,
  prometheusConfig,
  prometheusHttp,
  ruleTests,
  logql,
  lokiHttp,
  promtail,
  promtailConfig,
  grafanaExpressions,
  grafanaStates,
  grafanaTemplates,
  grafanaProvisioning,
  grafanaSql,
  grafanaRequests,
  grafanaRouting,
  grafanaLive,
];
