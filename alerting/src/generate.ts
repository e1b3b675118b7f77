import { join, relative } from 'node:path';
import { stalePaths, writeProvisioning } from './write-provisioning';

const provisioning = join(__dirname, '../../provisioning');
const isCheck = process.argv.includes('--check');
const paths = (isCheck ? stalePaths(provisioning) : writeProvisioning(provisioning)).map((path) =>
  relative(process.cwd(), path),
);

for (const path of paths) process.stdout.write(`${isCheck ? 'stale' : 'written'}: ${path}\n`);
if (isCheck && paths.length > 0) {
  process.stderr.write('The built rules differ from alerting/src: run `npm run generate --workspace alerting`.\n');
  process.exitCode = 1;
}
