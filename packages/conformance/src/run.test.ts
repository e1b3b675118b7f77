import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AREAS } from './areas/index';
import { formatFailures, formatSummary, summarise } from './report';
import { run } from './run';

async function runWith(args: string[], environment = {}): Promise<{ code: number; text: string }> {
  let text = '';
  const code = await run(args, environment, { write: (part) => (text += part) });
  return { code, text };
}

test('without a vectors folder it says so and exits 0', async () => {
  const { code, text } = await runWith([]);
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining('conformance skipped') });
});

test.each([
  { name: 'an unknown area', args: ['--area', 'promqll'], text: 'unknown area promqll' },
  { name: 'an unknown option', args: ['--areas', 'promql'], text: "Unknown option '--areas'" },
])('$name exits 2', async ({ args, text }) => {
  const result = await runWith(args);
  expect(result.code).toBe(2);
  expect(result.text).toContain(text);
});

test('an area whose files are missing is not run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  const { code, text } = await runWith(['--dir', folder]);
  rmSync(folder, { recursive: true });
  expect({ code, text }).toEqual({ code: 0, text: '' });
});

test('the areas are the folders and files of the recorded cases, each once', () => {
  const names = AREAS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(AREAS.every(({ files }) => files.length > 0)).toBe(true);
});

test('a report counts what is not supported as passed and shows it apart', () => {
  const report = summarise('prometheus-config', [
    { name: 'a', outcome: 'passed' },
    { name: 'b', outcome: 'notSupported' },
    { name: 'c', outcome: 'failed', expected: 'refused', actual: 'loaded' },
  ]);
  expect(formatSummary(report)).toBe('prometheus-config: 2/3, of them 1 not supported');
  expect(formatFailures(report)).toContain('prometheus-config › c\n  expected: refused\n  actual:   loaded');
});
