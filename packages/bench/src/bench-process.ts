import { BENCHES } from './benches';

const [name = '', minutes = '1', root = ''] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) throw new Error(`invariant: ${name} is a bench`);

void bench({ root, minutes: Number(minutes) }).then((measurements) => process.send?.(measurements));
