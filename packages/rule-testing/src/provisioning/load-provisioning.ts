import type { Problem } from '@firedrill/config-file';
import { queryChecker } from '@firedrill/embedded/store-data-sources';
import {
  loadAlerting,
  loadDataSources,
  type AlertingProvisioning,
  type AlertRule,
  type DataSourceDefinition,
} from '@firedrill/grafana-alerting';
import { guessDataSources } from './guess-data-sources';
import type { ProvisioningFolder } from './read-folder';

/** A provisioning folder, loaded as Grafana would. */
export interface Provisioning {
  readonly folder: string;
  readonly alerting: AlertingProvisioning;
  readonly rules: readonly AlertRule[];
  /** Those of the folder's files, and guesses for the uids that rules name beside them. */
  readonly dataSources: readonly DataSourceDefinition[];
  /** Whether the folder has data source files: without them an unknown uid is no mistake. */
  readonly definesDataSources: boolean;
  /** What Grafana refuses, and what it loads and cannot mean. */
  readonly problems: readonly Problem[];
}

/** Loads a folder; its variables stay unexpanded: rules are tested where the addresses of a deployment are not known. */
export function loadProvisioning(files: ProvisioningFolder): Provisioning {
  const environment = namesAsValues();
  const defined = loadDataSources(files.dataSources, { environment, readFile: (path) => path });
  const definesDataSources = defined.dataSources.length > 0;
  const alerting = loadAlerting(files.alerting, {
    ...{ environment, readFile: (path: string) => path },
    ...(definesDataSources && { dataSourceUids: defined.dataSources.map(({ uid }) => uid) }),
    checkQuery: guessingChecker(defined.dataSources),
  });
  const rules = alerting.groups.flatMap((group) => group.rules);
  const guessed = guessDataSources(rules.flatMap(({ nodes }) => nodes)).filter(({ uid }) => !defined.dataSources.some((known) => known.uid === uid));
  return {
    folder: files.folder,
    alerting,
    rules,
    dataSources: [...defined.dataSources, ...guessed],
    definesDataSources,
    problems: [...defined.problems, ...alerting.problems].filter(({ message }) => !UNKNOWN_VALUE.test(message)),
  };
}

/** Checks queries of a data source that no file defines in the language they look like, so that files are read once. */
function guessingChecker(defined: readonly DataSourceDefinition[]): ReturnType<typeof queryChecker> {
  const checkers = new Map<string, ReturnType<typeof queryChecker>>();
  const checkDefined = queryChecker(defined);
  const uids = new Set(defined.map(({ uid }) => uid));
  return (node) => {
    if (uids.has(node.datasourceUid)) return checkDefined(node);
    const known = checkers.get(node.datasourceUid);
    if (known !== undefined) return known(node);
    const guessed = guessDataSources([node]);
    const checker = queryChecker(guessed);
    if (guessed.some(({ type }) => type !== 'other')) checkers.set(node.datasourceUid, checker);
    return checker(node);
  };
}

/** A message about a value that only a deployment knows says nothing about the file. */
const UNKNOWN_VALUE = /\$\{\w+\}/;

/** Every variable stands for `${ITS_NAME}`, so that messages about it can be told from others. */
function namesAsValues(): Readonly<Record<string, string>> {
  return new Proxy({}, { get: (_target, name) => (typeof name === 'string' ? `\${${name}}` : undefined) });
}
