import type { Command } from 'commander';
import type { RunCommand } from '../context';
import { addRulesExplain } from './rules-explain';
import { addRulesLint } from './rules-lint';
import { addRulesNew } from './rules-new';
import { addRulesTest } from './rules-test';

/** `firedrill rules …`: what can be done with alert rules without a running stack. */
export function addRules(program: Command, run: RunCommand): void {
  const rules = program.command('rules').description('tests and checks of alert rules, without a running stack');
  addRulesTest(rules, run);
  addRulesLint(rules, run);
  addRulesNew(rules, run);
  addRulesExplain(rules, run);
}
