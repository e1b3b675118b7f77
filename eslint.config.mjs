import { readdirSync, readFileSync } from 'node:fs';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const layers = {
  foundation: ['foundation'],
  engine: ['foundation', 'engine'],
  platform: ['foundation', 'platform'],
  app: ['foundation', 'platform'],
  pack: ['foundation', 'engine'],
  tool: ['foundation', 'engine', 'platform', 'pack', 'tool'],
};
const pure = ['foundation', 'engine'];
const io = ['express', 'pg', 'knex', 'pino', 'pino-*', 'prom-client', 'undici'];

const depConstraints = Object.entries(layers).map(([layer, allowed]) => ({
  sourceTag: `layer:${layer}`,
  onlyDependOnLibsWithTags: allowed.map((name) => `layer:${name}`),
  ...(pure.includes(layer) && { bannedExternalImports: io }),
}));

const layerOf = (folder) => JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).nx.tags[0].replace('layer:', '');
const pureSources = readdirSync(`${import.meta.dirname}/packages`)
  .filter((name) => pure.includes(layerOf(`${import.meta.dirname}/packages/${name}`)))
  .map((name) => `packages/${name}/src/**/*.ts`);

const tests = ['**/*.test.ts', '**/test/**/*.ts'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.firedrill/**', '**/*.cjs', '**/*.mjs', '**/*.js'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: false, allow: [], depConstraints }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A default name differs from importer to importer.
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-console': 'error',
      'max-lines': ['warn', { max: 260, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Read the environment in config.ts (or the command line) only.',
        },
      ],
    },
  },
  {
    files: pureSources,
    ignores: tests,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'Engines are pure: pass time and data in.' }] },
      ],
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch'],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time is an argument.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument.' },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Chance is an argument.',
        },
      ],
    },
  },
  { files: ['**/config.ts', 'packages/cli/src/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
);
