import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScript } from './case-script';

const folder = join(__dirname, 'cases');

describe.each(readdirSync(folder))('%s', (file) => {
  const cases = readScript(readFileSync(join(folder, file), 'utf8'));

  test('has cases', () => expect(cases).not.toHaveLength(0));

  test.each(cases)('$title', ({ actual, expected }) => {
    expect(actual()).toEqual(expected);
  });
});
