import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from '../src/index';

const folder = join(__dirname, 'cases');

for (const file of readdirSync(folder)) {
  const outcomes = runScript(readFileSync(join(folder, file), 'utf8'));

  describe(file, () => {
    test.each(outcomes.map((outcome) => ({ ...outcome, name: `${outcome.line}: ${outcome.expr}` })))(
      '$name',
      ({ failure }) => {
        expect(failure).toBeUndefined();
      },
    );
  });
}
