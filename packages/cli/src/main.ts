import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './config';
import { firedrill } from './program';
import { createTerminal } from './terminal/terminal';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort());

const root = join(__dirname, '../../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const terminal = createTerminal(process.stdout, process.stderr, environment);
const context = { terminal, environment, root, signal: interrupt.signal };

void firedrill(process.argv.slice(2), context, version).then((code) => {
  process.exitCode = code;
});
