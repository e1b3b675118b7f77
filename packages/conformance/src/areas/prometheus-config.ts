import { join } from 'node:path';
import { formatProblem, type Problem } from '@firedrill/config-file';
import { loadPrometheusConfig } from '@firedrill/embedded';
import type { Area, CaseResult } from '../area';
import { readCases } from './recorded-cases';

interface ConfigCase {
  readonly name: string;
  readonly yaml: string;
  readonly promtool: { readonly accept: boolean; readonly error?: string };
  readonly server: { readonly accept?: boolean; readonly error?: string } | string;
}

interface StartCase {
  readonly name: string;
  readonly yaml: string;
  readonly expect: { readonly running: boolean; readonly log: readonly string[] };
}

/** What Prometheus refuses is refused, what it accepts loads or is named as not supported. */
export const area: Area = {
  name: 'prometheus-config',
  files: ['prometheus/config.json', 'prometheus/config-start.json'],
  run(folder) {
    const reloads = readCases<ConfigCase>(join(folder, 'prometheus/config.json')).map((recorded) => {
      const server = typeof recorded.server === 'string' ? undefined : recorded.server.accept;
      return verdict(recorded.name, recorded.yaml, server ?? recorded.promtool.accept, recorded.promtool.error);
    });
    const starts = readCases<StartCase>(join(folder, 'prometheus/config-start.json')).map((recorded) =>
      verdict(recorded.name, recorded.yaml, recorded.expect.running, recorded.expect.log[0]),
    );
    return Promise.resolve([...reloads, ...starts]);
  },
};

function verdict(name: string, yaml: string, isAccepted: boolean, reason: string | undefined): CaseResult {
  const problems: Problem[] = [];
  loadPrometheusConfig('prometheus.yml', yaml, problems);
  const refusals = problems.filter(({ severity }) => severity !== 'warning');
  const isRefused = refusals.length > 0;
  const onlyOurs = isRefused && refusals.every(({ severity }) => severity === 'unsupported');
  if (isAccepted && onlyOurs) return { name, outcome: 'notSupported' };
  if (isAccepted !== isRefused) return { name, outcome: 'passed' };
  return {
    name,
    outcome: 'failed',
    expected: isAccepted ? 'accepted' : `refused: ${reason ?? ''}`,
    actual: isRefused ? refusals.map(formatProblem).join('\n') : 'accepted',
  };
}
