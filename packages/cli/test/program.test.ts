import { DRILLS } from '@firedrill/drills';
import { firedrill } from '../src/program';
import { capturedTerminal } from './captured-terminal';

async function run(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = capturedTerminal();
  const context = { terminal, environment: {}, root: '/nowhere', signal: new AbortController().signal };
  const code = await firedrill(args, context, '1.2.3');
  return { code, output: terminal.output(), errors: terminal.errors() };
}

test('list shows every drill with what must fire', async () => {
  const { code, output } = await run('list');
  expect(code).toBe(0);
  for (const { id } of DRILLS) expect(output).toContain(id);
  expect(output).toContain('payment-failure-rate, gateway-timeouts');
});

test('list --json is data', async () => {
  const { output } = await run('list', '--json');
  expect((JSON.parse(output) as { id: string }[]).map(({ id }) => id)).toEqual(DRILLS.map(({ id }) => id));
});

test('show tells the story of a drill', async () => {
  const { code, output } = await run('show', 'payment-outage');
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('payment_decline in payment (severe)') });
});

test('a misspelt drill is named with the nearest one', async () => {
  const { code, errors } = await run('show', 'payment-outge');
  expect({ code, errors }).toEqual({
    code: 2,
    errors: 'firedrill: there is no drill "payment-outge"; did you mean payment-outage?\n',
  });
});

test.each([
  { name: 'status', args: ['status', '--port-offset', '50000'] },
  { name: 'watch', args: ['watch', '--port-offset', '50000'] },
  { name: 'reset', args: ['reset', '--port-offset', '50000'] },
])('$name of a stack that does not run exits 3 and names the address', async ({ args }) => {
  const { code, errors } = await run(...args);
  expect(code).toBe(3);
  expect(errors).toMatch(/127\.0\.0\.1:5\d{4}/);
});

test.each([
  { name: 'an unknown option', args: ['run', '--jsn', 'payment-outage'], error: 'Did you mean --json?' },
  { name: 'an unknown command', args: ['statsu'], error: 'Did you mean status?' },
  { name: 'a port offset that is no number', args: ['status', '--port-offset', 'x'], error: 'expected an integer' },
  { name: 'a duration that is none', args: ['traffic', '--duration', '5x'], error: '--duration' },
])('$name is refused with a hint', async ({ args, error }) => {
  const { code, errors } = await run(...args);
  expect(code).toBe(2);
  expect(errors).toContain(error);
});

test('--help teaches, and exits 0', async () => {
  const { code, output } = await run('--help');
  expect(code).toBe(0);
  expect(output).toContain('Exit codes: 0 as expected');
});
