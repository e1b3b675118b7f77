import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadAlerting, type AlertingProvisioning, type ProvisioningFile } from '@firedrill/grafana-alerting';
import type { Area, CaseResult } from '../area';
import { provisioningModel } from './provisioning-model';

interface ProvisioningCase {
  readonly name: string;
  readonly file?: string;
  readonly files?: readonly string[];
  readonly accepted: boolean;
  readonly errorKind?: string;
  readonly model?: Readonly<Record<string, unknown>>;
}

interface Expectations {
  readonly env: Readonly<Record<string, string>>;
  readonly cases: readonly ProvisioningCase[];
}

/** Provisioning folders: whether Grafana accepts them, why not, and what they become. */
export const area: Area = {
  name: 'grafana-provisioning',
  files: ['grafana/provisioning/expect.json'],
  run(folder) {
    const home = join(folder, 'grafana/provisioning');
    const { env, cases } = JSON.parse(readFileSync(join(home, 'expect.json'), 'utf8')) as Expectations;
    return Promise.resolve(cases.map((testCase) => runCase(testCase, join(home, 'cases'), env)));
  },
};

function runCase(testCase: ProvisioningCase, home: string, environment: Readonly<Record<string, string>>): CaseResult {
  const { name } = testCase;
  const files = provisioningFiles(testCase, home);
  const loaded = loadAlerting(files, { environment, dataSourceUids: ['prom-lab', 'loki-lab'], readFile });
  const expected = testCase.accepted ? JSON.stringify(testCase.model) : `refused: ${testCase.errorKind ?? ''}`;
  const actual = outcome(testCase, loaded);
  return actual === undefined ? { name, outcome: 'passed' } : { name, outcome: 'failed', expected, actual };
}

/** Undefined when the outcome is the expected one; else what came instead. */
function outcome({ accepted, errorKind, model }: ProvisioningCase, loaded: AlertingProvisioning): string | undefined {
  const codes = loaded.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  if (!accepted)
    return codes.includes(errorKind) ? undefined : codes.length > 0 ? `refused: ${codes.join(', ')}` : 'accepted';
  if (codes.length > 0) return `refused: ${codes.join(', ')}`;
  const actual = provisioningModel(loaded);
  const isEqual = Object.entries(model ?? {}).every(([key, value]) =>
    isDeepStrictEqual(redacted(actual[key], value), value),
  );
  return isEqual ? undefined : JSON.stringify(actual);
}

/** A case is one file, or the direct entries of its folder, as Grafana reads it. */
function provisioningFiles({ file, files }: ProvisioningCase, home: string): ProvisioningFile[] {
  if (file !== undefined) return [readEntry(join(home, file))];
  const folder = join(home, (files?.[0] ?? '').split('/')[0] ?? '');
  return readdirSync(folder).map((entry) => readEntry(join(folder, entry)));
}

function readEntry(path: string): ProvisioningFile {
  return { name: basename(path), text: statSync(path).isDirectory() ? undefined : readFileSync(path) };
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The value with `[REDACTED]` wherever the recording hid a secret. */
function redacted(value: unknown, recorded: unknown): unknown {
  if (recorded === '[REDACTED]' && typeof value === 'string') return recorded;
  if (Array.isArray(value) && Array.isArray(recorded))
    return value.map((item, index) => redacted(item, recorded[index]));
  if (typeof value !== 'object' || value === null || typeof recorded !== 'object' || recorded === null) return value;
  const hidden = recorded as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redacted(item, hidden[key])]));
}
