/** What a call of the program asks for. */
export interface Options {
  readonly benches: readonly string[];
  readonly json: boolean;
  readonly minutes: number;
}

export const USAGE = 'usage: npm run bench [-- <name>[,<name>] [--json] [--minutes N]]';

/** Throws RangeError for an unknown bench or option. */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  let json = false;
  let minutes = 1;
  const benches: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '--json') json = true;
    else if (argument === '--minutes') minutes = readMinutes(args[(index += 1)]);
    else benches.push(...argument.split(','));
  }
  const unknown = benches.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new RangeError(`there is no bench ${unknown}; there are ${known.join(', ')}`);
  return { benches: benches.length === 0 ? known : benches, json, minutes };
}

function readMinutes(text = ''): number {
  const minutes = Number(text);
  if (!(minutes > 0)) throw new RangeError(`--minutes takes a positive number, got "${text}"`);
  return minutes;
}
