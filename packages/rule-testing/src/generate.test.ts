import { join } from 'node:path';
import { staleFiles } from './generate';

test('the pages of the checks and the schema are what the sources make (npm run generate -w @firedrill/rule-testing)', () => {
  expect(staleFiles(join(__dirname, '../../..'))).toEqual([]);
});
