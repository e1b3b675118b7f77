import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem, type Problem } from '@firedrill/config-file';
import { loadPrometheusConfig, loadRuleFiles, type RuleFileSource } from '@firedrill/embedded';
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
    const { files } = JSON.parse(readFileSync(join(folder, 'prometheus/config.json'), 'utf8')) as {
      readonly files: Readonly<Record<string, string>>;
    };
    const find = (pattern: string): readonly RuleFileSource[] => matchingFiles(files, pattern);
    const reloads = readCases<ConfigCase>(join(folder, 'prometheus/config.json')).map((recorded) => {
      const server = typeof recorded.server === 'string' ? undefined : recorded.server.accept;
      const accepted = server ?? recorded.promtool.accept;
      return verdict(recorded.name, recorded.yaml, accepted, recorded.promtool.error, find);
    });
    const starts = readCases<StartCase>(join(folder, 'prometheus/config-start.json')).map((recorded) =>
      verdict(recorded.name, recorded.yaml, recorded.expect.running, recorded.expect.log[0], find),
    );
    return Promise.resolve([...reloads, ...starts]);
  },
};

function matchingFiles(files: Readonly<Record<string, string>>, pattern: string): readonly RuleFileSource[] {
  const glob = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
  const isFolder = Object.keys(files).some((name) => name.startsWith(`${pattern}/`));
  const found = Object.entries(files).filter(([name]) => glob.test(name));
  return isFolder ? [{ name: pattern, text: undefined }] : found.map(([name, text]) => ({ name, text }));
}

function verdict(
  name: string,
  yaml: string,
  isAccepted: boolean,
  reason: string | undefined,
  find: (pattern: string) => readonly RuleFileSource[],
): CaseResult {
  const problems: Problem[] = [];
  const config = loadPrometheusConfig('prometheus.yml', yaml, problems);
  loadRuleFiles(config?.ruleFiles ?? [], find, problems);
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
