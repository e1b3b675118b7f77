// Transpiles what is stale (types are checked by `npm run check`) and writes the services' contract files.
// Usage: node tools/build.cjs [project folder …]; without one, the whole workspace.
const { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');

const root = resolve(__dirname, '..');

const projectFolders = () =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces.flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(join(root, dirname(pattern))).map((name) => join(root, dirname(pattern), name))
      : [join(root, pattern)],
  );

const filesBelow = (folder, suffix) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter((name) => name.endsWith(suffix))
        .map((name) => join(folder, name))
    : [];

const modified = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** What a build of this project would do: sources to transpile, outputs without a source. */
const staleFiles = (folder) => {
  const sources = filesBelow(join(folder, 'src'), '.ts').filter((file) => !/\.(test|d)\.ts$/.test(file));
  const outputOf = (source) => join(folder, 'dist', relative(join(folder, 'src'), source).replace(/\.ts$/, '.js'));
  const outputs = new Set(sources.map(outputOf));
  return {
    sources: sources
      .map((source) => ({ source, output: outputOf(source) }))
      .filter(({ source, output }) => modified(output) < modified(source)),
    orphans: filesBelow(join(folder, 'dist'), '.js').filter((file) => !outputs.has(file)),
  };
};

const transpile = ({ source, output }) => {
  const { code, map } = require('@swc/core').transformFileSync(source, {
    configFile: false,
    swcrc: false,
    sourceMaps: true,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
    module: { type: 'commonjs' },
  });
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(`${output}.map`, map);
  writeFileSync(output, `${code}//# sourceMappingURL=${output.split('/').pop()}.map\n`);
};

/** A service declares its metrics, log events and routes in src/contract.ts; other projects read the file made of it. */
const writeContract = (folder) => {
  const declaration = join(folder, 'dist', 'contract.js');
  if (!existsSync(declaration)) return;
  const { contract } = require(declaration);
  writeFileSync(join(folder, 'dist', 'contract.json'), `${JSON.stringify(contract, undefined, 2)}\n`);
};

const build = (folders) => {
  let count = 0;
  for (const folder of folders) {
    const { sources, orphans } = staleFiles(folder);
    for (const orphan of orphans) rmSync(orphan);
    for (const file of sources) transpile(file);
    count += sources.length;
  }
  for (const folder of folders) writeContract(folder);
  return count;
};

const isStale = () =>
  projectFolders().some((folder) => {
    const { sources, orphans } = staleFiles(folder);
    return sources.length > 0 || orphans.length > 0;
  });

module.exports = { isStale, projectFolders };

if (require.main === module) {
  const named = process.argv.slice(2).map((folder) => resolve(folder));
  const folders = named.length > 0 ? named : projectFolders();
  const count = build(folders);
  process.stdout.write(`built ${count} file${count === 1 ? '' : 's'}\n`);
}
