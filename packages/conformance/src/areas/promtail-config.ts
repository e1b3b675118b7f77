import { join } from 'node:path';
import { formatProblem, type Problem } from '@firedrill/config-file';
import { loadPromtailConfig } from '@firedrill/embedded';
import type { Area, CaseResult } from '../area';
import { readCases } from './recorded-cases';

interface ConfigCase {
  readonly name: string;
  readonly config: string;
  readonly expect: { readonly start: { readonly ok: boolean; readonly error?: readonly string[] } };
}

/** What Promtail refuses at load or at start is refused, what it runs loads or is named as not supported. */
export const area: Area = {
  name: 'promtail-config',
  files: ['promtail/config.json'],
  run(folder) {
    return Promise.resolve(readCases<ConfigCase>(join(folder, 'promtail/config.json')).map(runCase));
  },
};

function runCase({ name, config, expect }: ConfigCase): CaseResult {
  const problems: Problem[] = [];
  const yaml = config.replaceAll('{{DIR}}', '/var/log').replaceAll('{{URL}}', 'http://loki:3100/loki/api/v1/push');
  loadPromtailConfig('promtail.yml', yaml, problems);
  const refusals = problems.filter(({ severity }) => severity !== 'warning');
  const isRefused = refusals.length > 0;
  if (expect.start.ok && isRefused && refusals.every(({ severity }) => severity === 'unsupported'))
    return { name, outcome: 'notSupported' };
  if (expect.start.ok !== isRefused) return { name, outcome: 'passed' };
  return {
    name,
    outcome: 'failed',
    expected: expect.start.ok ? 'accepted' : `refused: ${expect.start.error?.[0] ?? ''}`,
    actual: isRefused ? refusals.map(formatProblem).join('\n') : 'accepted',
  };
}
