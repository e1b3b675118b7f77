import type { ConfigNode } from '@firedrill/config-file';
import type { Route } from '@firedrill/grafana-alerting';
import type { Check, Found } from '../check';
import { mayMatch } from '../label-reach';
import { entriesOf, type LintFolder, type LintRule } from '../lint-folder';

export const unreachedPolicy: Check = {
  id: 'unreached-policy',
  severity: 'warning',
  reason: 'A policy that no rule of the folder can reach notifies nobody: a label is misspelt, here or in the rules.',
  mistakes: [
    {
      what: 'a severity that no rule has',
      file: 'alerting/notifications.yaml',
      good: "          - [severity, '=', warning]",
      bad: "          - [severity, '=', warn]",
      at: 'service = api\n      - receiver',
    },
  ],
  find: findInFolder,
};

function findInFolder(folder: LintFolder): Found[] {
  const [policy, ...others] = folder.provisioning.alerting.policies;
  const [node] = entriesOf(folder.alertingFiles, 'policies');
  const rules = folder.rules.filter((rule) => rule.node.get('notification_settings') === undefined);
  if (policy === undefined || node === undefined || others.length > 0 || rules.length === 0) return [];
  return findBelow(policy.root, node, rules);
}

/** Below a policy that nothing reaches, nothing more is said. */
function findBelow({ routes }: Route, node: ConfigNode, rules: readonly LintRule[]): Found[] {
  const nodes = node.get('routes')?.items() ?? [];
  if (nodes.length !== routes.length) return [];
  return routes.flatMap((route, index): Found[] => {
    const at = nodes[index];
    if (at === undefined) return [];
    const reaching = rules.filter((rule) => route.matchers.every((matcher) => mayMatch(matcher, rule)));
    if (reaching.length > 0) return findBelow(route, at, reaching);
    const wanted = route.matchers.map(({ name, operator, value }) => `${name}${operator}${JSON.stringify(value)}`);
    const message = `no rule of this folder can have the labels ${wanted.join(', ')}`;
    return [{ at, message, fix: 'the labels that rules set, or take the policy away' }];
  });
}
