import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import { BENCHES } from './benches';
import type { Measurement } from './measurement';
import { readOptions, USAGE, type Options } from './options';
import { formatTable, verdict } from './report';

const ROOT = resolve(__dirname, '../../..');

void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

async function run(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args, Object.keys(BENCHES));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    return 2;
  }
  const measurements: Measurement[] = [];
  let failed = false;
  for (const name of options.benches) {
    process.stderr.write(`${name} …\n`);
    const found = await measureApart(name, options.minutes);
    if (found === undefined) failed = true;
    else measurements.push(...found);
  }
  const text = options.json
    ? JSON.stringify(measurements.map((measurement) => ({ ...measurement, verdict: verdict(measurement) })))
    : formatTable(measurements);
  process.stdout.write(`${text}\n`);
  return failed ? 1 : 0;
}

/** Runs a bench in a process of its own, so that no figure depends on what was measured before; undefined when it failed. */
function measureApart(name: string, minutes: number): Promise<readonly Measurement[] | undefined> {
  const child = fork(join(__dirname, 'bench-process.js'), [name, String(minutes), ROOT], { execArgv: ['--expose-gc'] });
  return new Promise((settle) => {
    let found: readonly Measurement[] | undefined;
    child.on('message', (message) => {
      found = message as readonly Measurement[];
    });
    child.on('exit', () => {
      settle(found);
    });
  });
}
