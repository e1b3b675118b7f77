import { readSetupConfig } from './config';
import { migrate } from './migrate';
import { seed } from './seed';

/** Prepares a database: schema, roles, the demo's data. Safe to run again. */
async function main(): Promise<void> {
  const { ownerUrl, passwords } = readSetupConfig();
  const applied = await migrate(ownerUrl, passwords);
  await seed(ownerUrl);
  process.stdout.write(applied.length === 0 ? 'the schema is up to date\n' : `applied ${applied.join(', ')}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
