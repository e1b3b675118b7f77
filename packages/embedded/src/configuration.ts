import type { Problem } from '@firedrill/config-file';
import {
  loadAlerting,
  loadDataSources,
  type AlertingProvisioning,
  type DataSourceDefinition,
  type ProvisioningFile,
  type RuleGroup,
} from '@firedrill/grafana-alerting';
import type { RuleGroup as PrometheusRuleGroup } from '@firedrill/prometheus-rules';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationError } from './configuration-error';
import { findRuleFiles } from './prometheus-rules/find-rule-files';
import { loadRuleFiles } from './prometheus-rules/rule-files';
import { queryChecker } from './query-check';
import { loadPrometheusConfig, type PrometheusConfig } from './scrape/index';
import { loadPromtailConfig, type PromtailConfig } from './tail/index';

export interface ConfigurationOptions {
  /** The checkout that holds `prometheus/`, `promtail/` and `provisioning/`. */
  readonly root: string;
  /** What `$NAME` in the provisioning files stands for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Start in spite of warnings. Errors and what is not supported stop the start in any case. */
  readonly allowWarnings: boolean;
}

const PROMETHEUS_FILE = 'prometheus/prometheus.yml';
const PROMTAIL_FILE = 'promtail/promtail.yml';

/** Everything that the stack's configuration files say. */
export interface Configuration {
  readonly prometheus: PrometheusConfig;
  /** The groups of Prometheus' own rule files. */
  readonly prometheusRules: readonly PrometheusRuleGroup[];
  readonly promtail: PromtailConfig;
  readonly dataSources: readonly DataSourceDefinition[];
  readonly groups: readonly RuleGroup[];
  readonly alerting: AlertingProvisioning;
  readonly warnings: readonly Problem[];
}

/** Reads every configuration file once. Throws ConfigurationError with all problems of all files. */
export function readConfiguration({ root, environment, allowWarnings }: ConfigurationOptions): Configuration {
  const problems: Problem[] = [];
  const text = (file: string): string => readText(root, file, problems);
  const prometheus = loadPrometheusConfig(PROMETHEUS_FILE, text(PROMETHEUS_FILE), problems);
  const prometheusRules = loadRuleFiles(
    prometheus?.ruleFiles ?? [],
    (pattern) => findRuleFiles(join(root, dirname(PROMETHEUS_FILE)), pattern),
    problems,
  );
  const promtail = loadPromtailConfig(PROMTAIL_FILE, text(PROMTAIL_FILE), problems);
  const sources = { environment, readFile };
  const { dataSources, ...dataSourceFiles } = loadDataSources(
    readFolder(root, 'provisioning/datasources', problems),
    sources,
  );
  const dataSourceUids = dataSources.map(({ uid }) => uid);
  const alerting = loadAlerting(readFolder(root, 'provisioning/alerting', problems), {
    ...sources,
    dataSourceUids,
    checkQuery: queryChecker(dataSources),
  });
  problems.push(...dataSourceFiles.problems, ...alerting.problems);
  const stops = problems.some(({ severity }) => severity !== 'warning' || !allowWarnings);
  if (stops || prometheus === undefined || promtail === undefined) throw new ConfigurationError(problems);
  return { prometheus, prometheusRules, promtail, dataSources, groups: alerting.groups, alerting, warnings: problems };
}

function readText(root: string, file: string, problems: Problem[]): string {
  const text = readFile(join(root, file));
  if (text === undefined) problems.push(missing(file, 'a file'));
  return text ?? '';
}

function readFolder(root: string, folder: string, problems: Problem[]): readonly ProvisioningFile[] {
  if (!existsSync(join(root, folder))) {
    problems.push(missing(folder, 'a folder'));
    return [];
  }
  return readdirSync(join(root, folder)).map((entry) => {
    const name = `${folder}/${entry}`;
    const path = join(root, name);
    return { name, text: statSync(path).isDirectory() ? undefined : readFileSync(path) };
  });
}

function missing(file: string, what: string): Problem {
  const message = `expected ${what} here, found none that can be read`;
  return { severity: 'error', file, line: 1, column: 1, key: '', message };
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
