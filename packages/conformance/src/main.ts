import { environment } from './config';
import { run } from './run';

void run(process.argv.slice(2), environment, process.stdout).then((code) => {
  process.exitCode = code;
});
