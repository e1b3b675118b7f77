import type { Problem } from '@firedrill/config-file';
import type { DataSourceType } from '../data-source';
import { readProvisioningFiles, type ProvisioningFile } from './provisioning-files';
import type { ExpansionSources } from './expand';
import { suggestion, type Fields } from './fields';

/** One data source of a provisioning folder, its `$` expressions expanded. */
export interface DataSourceDefinition {
  readonly uid: string;
  readonly name: string;
  readonly type: DataSourceType;
  readonly url: string;
  readonly user: string;
  /** The database at the top level; Grafana prefers `jsonData.database`. */
  readonly database: string;
  readonly isDefault: boolean;
  /** Requests carry `basicAuthUser` and `secureJsonData.basicAuthPassword`; absent otherwise. */
  readonly basicAuth?: boolean;
  readonly basicAuthUser?: string;
  readonly jsonData: Readonly<Record<string, unknown>>;
  readonly secureJsonData: Readonly<Record<string, unknown>>;
}

export interface DataSourceProvisioning {
  readonly dataSources: readonly DataSourceDefinition[];
  readonly problems: readonly Problem[];
}

/** Grafana's plugin ids of the data sources that rules can ask here. */
const TYPES: Readonly<Record<string, DataSourceType>> = {
  prometheus: 'prometheus',
  loki: 'loki',
  postgres: 'postgres',
  'grafana-postgresql-datasource': 'postgres',
};
const KEYS = [
  'orgId',
  'name',
  'type',
  'uid',
  'access',
  'url',
  'user',
  'database',
  'basicAuth',
  'basicAuthUser',
  'withCredentials',
  'isDefault',
  'jsonData',
  'secureJsonData',
  'editable',
  'version',
  'correlations',
];

/** Loads the files of a `provisioning/datasources` folder; every problem of every file is reported at its place. */
export function loadDataSources(files: readonly ProvisioningFile[], sources: ExpansionSources): DataSourceProvisioning {
  const problems: Problem[] = [];
  const entries = readProvisioningFiles(files, sources, problems).flatMap((file) => {
    file.warnUnknownKeys(['apiVersion', 'prune', 'datasources', 'deleteDatasources']);
    if (!file.has('apiVersion')) {
      file.warn('apiVersion', 'expected apiVersion: 1, got nothing: Grafana reads such a file in an older form', 'old-form');
    }
    return file.maps('datasources');
  });
  const dataSources = entries.map((fields) => readDataSource(fields, sources));
  checkTogether(entries, dataSources);
  return { dataSources, problems };
}

function readDataSource(fields: Fields, { environment }: ExpansionSources): DataSourceDefinition {
  fields.warnUnknownKeys(KEYS);
  const name = fields.text('name') ?? '';
  if (name === '') fields.error('name', 'expected the name of the data source, got nothing', 'missing-name');
  warnOfUnsetVariables(fields, environment);
  return {
    uid: readUid(fields, name),
    name,
    type: readType(fields),
    url: fields.text('url') ?? '',
    user: fields.text('user') ?? '',
    database: fields.text('database') ?? '',
    isDefault: fields.boolean('isDefault'),
    ...(fields.boolean('basicAuth') && { basicAuth: true, basicAuthUser: fields.text('basicAuthUser') ?? '' }),
    jsonData: readData(fields, 'jsonData'),
    secureJsonData: readData(fields, 'secureJsonData'),
  };
}

function readUid(fields: Fields, name: string): string {
  const uid = fields.text('uid') ?? '';
  if (uid.length > 40) fields.error('uid', `expected at most 40 characters, got ${uid.length}`, 'bad-uid');
  if (uid !== '') return uid;
  fields.warn('uid', 'expected the uid that rules refer to, got nothing: Grafana makes one up', 'missing-uid');
  return name;
}

function readType(fields: Fields): DataSourceType {
  const type = fields.text('type') ?? '';
  const known = TYPES[type];
  if (known !== undefined) return known;
  if (type === '') fields.error('type', 'expected the type of the data source, got nothing', 'missing-type');
  else {
    const hint = suggestion(type, Object.keys(TYPES));
    fields.unsupported('type', `the data source type ${JSON.stringify(type)} cannot be asked here`, hint);
  }
  return 'other';
}

function readData(fields: Fields, key: string): Readonly<Record<string, unknown>> {
  const data = fields.map(key);
  return data === undefined ? {} : (fields.expandData(data.node) as Record<string, unknown>);
}

/** An unset variable leaves a hole in an address that only a failing query would show. */
function warnOfUnsetVariables(fields: Fields, environment: ExpansionSources['environment']): void {
  for (const key of ['url', 'user', 'database']) {
    for (const [, name = ''] of (fields.raw(key) ?? '').replaceAll('$$', '').matchAll(/\$(?:__env)?\{?(\w+)/g)) {
      if (environment[name] === undefined) {
        fields.warn(key, `the environment variable ${name} is not set`, 'unset-variable');
      }
    }
  }
}

function checkTogether(entries: readonly Fields[], dataSources: readonly DataSourceDefinition[]): void {
  const seen = new Set<string>();
  let hasDefault = false;
  for (const [index, { uid, isDefault }] of dataSources.entries()) {
    const fields = entries[index];
    if (seen.has(uid)) fields?.warn('uid', `the uid ${JSON.stringify(uid)} is used twice; the later one wins`, 'duplicate-uid');
    if (isDefault && hasDefault) {
      fields?.error('isDefault', 'expected one default data source, got a second one', 'second-default');
    }
    seen.add(uid);
    hasDefault ||= isDefault;
  }
}
