import { firedrill } from '../src/program';
import { capturedTerminal } from './captured-terminal';

async function run(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = capturedTerminal();
  const context = { terminal, environment: {}, root: '/nowhere', signal: new AbortController().signal };
  const code = await firedrill(['rules', ...args], context, '1.2.3');
  return { code, output: terminal.output(), errors: terminal.errors() };
}

test.each([
  { name: 'test of a path that is none', args: ['test', '/nowhere/cases'], error: 'found none at /nowhere/cases' },
  { name: 'lint of a folder that is none', args: ['lint', '/nowhere'], error: 'expected a provisioning folder' },
  { name: 'a version that is none', args: ['test', '--grafana', 'nine'], error: 'expected a version of Grafana' },
  { name: 'a misspelt option', args: ['test', '--coverag'], error: 'Did you mean --coverage?' },
])('rules $name exits 2 and says why', async ({ args, error }) => {
  const { code, errors } = await run(...args);
  expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining(error) });
});
