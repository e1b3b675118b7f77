import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Area } from './area';
import { AREAS } from './areas/index';
import { parseOptions, USAGE, type Options } from './options';
import { formatFailures, formatSummary, summarise, type AreaReport } from './report';

interface Output {
  write(text: string): unknown;
}

/** The `conformance` command; resolves to its exit code. */
export async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: Output,
): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args, environment);
  } catch (error) {
    output.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    output.write(USAGE);
    return 0;
  }
  const unknown = unknownAreas(options.areas);
  if (unknown.length > 0) {
    output.write(`unknown area ${unknown.join(', ')}; known: ${knownAreas().join(', ')}\n`);
    return 2;
  }
  if (options.folder === undefined || !existsSync(options.folder)) {
    output.write('conformance skipped: no vectors folder (--dir or FIREDRILL_VECTORS)\n');
    return 0;
  }
  const reports = await runAreas(options.folder, options, output);
  if (options.json) output.write(`${JSON.stringify({ areas: reports }, undefined, 2)}\n`);
  else for (const report of reports) output.write(formatFailures(report));
  return reports.every((report) => report.failures.length === 0) ? 0 : 1;
}

async function runAreas(folder: string, options: Options, output: Output): Promise<AreaReport[]> {
  const wanted = (area: Pick<Area, 'name' | 'files'>): boolean =>
    (options.areas?.includes(area.name) ?? true) && area.files.some((file) => existsSync(join(folder, file)));
  const reports: AreaReport[] = [];
  for (const area of AREAS.filter(wanted)) {
    const report = summarise(area.name, await area.run(folder));
    reports.push(report);
    if (!options.json) output.write(`${formatSummary(report)}\n`);
  }
  return reports;
}

function knownAreas(): string[] {
  return AREAS.map((area) => area.name);
}

function unknownAreas(names: readonly string[] | undefined): string[] {
  const known = knownAreas();
  return (names ?? []).filter((name) => !known.includes(name));
}
