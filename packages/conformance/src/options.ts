import { parseArgs } from 'node:util';

export interface Options {
  /** The vectors folder; undefined when neither --dir nor FIREDRILL_VECTORS names one. */
  readonly folder: string | undefined;
  /** The areas asked for; undefined for all. */
  readonly areas: readonly string[] | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

export const USAGE = `npm run conformance [-- --area A,B] [--dir D] [--json]

Runs the cases recorded from the real programs and prints one line an area, then what failed.
  --area A,B  only these areas
  --dir D     the vectors folder (default: the environment variable FIREDRILL_VECTORS)
  --json      one JSON object instead of text
Exit codes: 0 all passed (or no folder), 1 a case failed, 2 wrong use.
`;

/** Reads the command line; throws a TypeError for an unknown option. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      area: { type: 'string' },
      dir: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const areas = values.area?.split(',').map((name) => name.trim());
  return { folder: values.dir ?? environment.FIREDRILL_VECTORS, areas, json: values.json, help: values.help };
}
