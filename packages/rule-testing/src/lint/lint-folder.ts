import { readConfigFile, type ConfigNode } from '@firedrill/config-file';
import type { AlertRule } from '@firedrill/grafana-alerting';
import { loadProvisioning, type Provisioning } from '../provisioning/load-provisioning';
import type { ProvisioningFolder } from '../provisioning/read-folder';
import { lintQuery, type LintQuery } from './lint-query';

/** A file of a provisioning folder; `root` is undefined when it is no YAML. */
export interface LintFile {
  readonly name: string;
  readonly text: string;
  readonly root: ConfigNode | undefined;
}

/** One rule of a file with what the loader made of it; undefined when the loader refuses it. */
export interface LintRule {
  readonly node: ConfigNode;
  readonly rule: AlertRule | undefined;
  readonly queries: readonly LintQuery[];
  readonly condition: LintQuery | undefined;
}

/** What checks look at. */
export interface LintFolder {
  readonly provisioning: Provisioning;
  readonly alertingFiles: readonly LintFile[];
  readonly dataSourceFiles: readonly LintFile[];
  readonly rules: readonly LintRule[];
  /** Whether a relative path is a file, seen from the folder or one above it. */
  readonly hasFile: (path: string) => boolean;
}

export function readLintFolder(files: ProvisioningFolder): LintFolder {
  const provisioning = loadProvisioning(files);
  const alertingFiles = files.alerting.map(readFile);
  const types = new Map(provisioning.dataSources.map(({ uid, type }) => [uid, type]));
  const rulesByUid = new Map(provisioning.rules.map((rule) => [rule.uid, rule]));
  const rules = entriesOf(alertingFiles, 'groups')
    .flatMap((group) => group.get('rules')?.items() ?? [])
    .map((node): LintRule => {
      const queries = (node.get('data')?.items() ?? []).map((entry) => lintQuery(entry, types));
      const condition = queries.find(({ refId }) => refId === node.get('condition')?.source);
      return { node, rule: rulesByUid.get(node.get('uid')?.source ?? ''), queries, condition };
    });
  return {
    provisioning,
    alertingFiles,
    dataSourceFiles: files.dataSources.map(readFile),
    rules,
    hasFile: files.hasFile,
  };
}

/** The items of a top-level list of every file, such as `policies`. */
export function entriesOf(files: readonly LintFile[], key: string): readonly ConfigNode[] {
  return files.flatMap(({ root }) => root?.get(key)?.items() ?? []);
}

/** Every route of every policy, roots first. */
export function routesOf({ alertingFiles }: LintFolder): readonly ConfigNode[] {
  const withChildren = (route: ConfigNode): ConfigNode[] => [
    route,
    ...(route.get('routes')?.items() ?? []).flatMap(withChildren),
  ];
  return entriesOf(alertingFiles, 'policies').flatMap(withChildren);
}

/** The receivers of every contact point. */
export function receiversOf({ alertingFiles }: LintFolder): readonly ConfigNode[] {
  return entriesOf(alertingFiles, 'contactPoints').flatMap((point) => point.get('receivers')?.items() ?? []);
}

/** The values of a map of a rule, such as its annotations. */
export function textsOf({ node }: LintRule, key: 'annotations' | 'labels'): readonly (readonly [string, ConfigNode])[] {
  return node.get(key)?.entries() ?? [];
}

function readFile({ name, text }: ProvisioningFolder['alerting'][number]): LintFile {
  const decoded = typeof text === 'string' ? text : new TextDecoder().decode(text);
  // The loader reports what does not parse.
  return { name, text: decoded, root: readConfigFile(name, decoded, []) };
}
