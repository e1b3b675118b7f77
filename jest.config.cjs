const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const projectConfig = require('./tools/jest-config.cjs');

const { workspaces } = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8'));

const projectFolders = workspaces
  .flatMap((pattern) =>
    pattern.endsWith('/*') ? readdirSync(dirname(pattern)).map((name) => join(dirname(pattern), name)) : [pattern],
  )
  .filter((folder) => existsSync(join(__dirname, folder, 'package.json')));

// Real PostgreSQL, once for the whole run, when a project that speaks to a database is among those that run.
const databaseHooks = {
  globalSetup: require.resolve('./tools/test-database-setup.cjs'),
  globalTeardown: require.resolve('./tools/test-database-teardown.cjs'),
};

const needsDatabase = (folder) => {
  const { dependencies = {} } = JSON.parse(readFileSync(join(__dirname, folder, 'package.json'), 'utf8'));
  return 'pg' in dependencies || '@firedrill/database' in dependencies;
};

module.exports = {
  testTimeout: 30_000,
  // On two cores jest would take one worker, and many tests wait for processes and clocks.
  maxWorkers: 2,
  projects: projectFolders.map((folder) => ({
    ...projectConfig(basename(folder)),
    rootDir: join(__dirname, folder),
    ...(needsDatabase(folder) && databaseHooks),
  })),
};
