import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DRILLS } from '../src/index';

const files = readdirSync(join(__dirname, '../src/catalog'))
  .map((name) => name.replace(/\.ts$/, ''))
  .filter((name) => name !== 'index');

test('every file of the catalog is listed under its name, and every listed drill has its file', () => {
  expect(DRILLS.map(({ id }) => id).sort()).toEqual(files.sort());
});

test.each(DRILLS.map((drill) => [drill.id, drill] as const))(
  '%s fires in time for a stage when it is core',
  (_, drill) => {
    const latest = Math.max(0, ...drill.expected.map(({ withinSeconds }) => withinSeconds));
    expect(drill.core).toBe(latest <= 60);
    expect(drill.mayFire?.length ?? 0).toBeLessThanOrEqual(2);
  },
);

test.each(DRILLS.map((drill) => [drill.id, drill] as const))('%s breaks something', (_, drill) => {
  expect((drill.faults?.length ?? 0) + (drill.stops?.length ?? 0) + (drill.traffic ? 1 : 0)).toBeGreaterThan(0);
});
