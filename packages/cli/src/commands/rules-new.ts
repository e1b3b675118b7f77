import { loadProvisioning, newCaseFile, readProvisioningFolder } from '@firedrill/rule-testing';
import type { Command } from 'commander';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Context, RunCommand } from '../context';
import { EXIT, UsageError, type ExitCode } from '../exit-code';

interface NewOptions {
  readonly provisioning: string;
  readonly out?: string;
}

export function addRulesNew(rules: Command, run: RunCommand): void {
  rules
    .command('new')
    .description('writes a first case file for a rule, its inputs guessed from its queries')
    .argument('<uid>', 'the uid of the rule')
    .option('--provisioning <folder>', 'the provisioning folder', 'provisioning')
    .option('--out <file>', 'where to write it (default: alerting/cases/<uid>.yaml)')
    .action((uid: string, options: NewOptions) => run((context) => create(context, uid, options)));
}

function create({ terminal }: Context, uid: string, { provisioning, out }: NewOptions): Promise<ExitCode> {
  const folder = readProvisioningFolder(provisioning);
  if (folder === undefined) throw new UsageError(`expected a provisioning folder, found none at ${provisioning}`);
  const { rules, dataSources } = loadProvisioning(folder);
  const rule = rules.find((candidate) => candidate.uid === uid);
  const uids = rules.map((candidate) => candidate.uid).join(', ');
  if (rule === undefined) throw new UsageError(`expected the uid of a rule in ${provisioning} (${uids}), got "${uid}"`);
  const file = out ?? join('alerting/cases', `${uid}.yaml`);
  if (existsSync(file)) throw new UsageError(`${file} is there already; --out names another`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, newCaseFile(rule, dataSources, relative(dirname(file), provisioning) || '.'));
  terminal.print(`wrote ${file}; run it with: firedrill rules test ${file}`);
  return Promise.resolve(EXIT.asExpected);
}
