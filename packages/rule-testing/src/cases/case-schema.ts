import { CASE_FILE } from './case-shape';

/** The JSON schema of the case file, for editors. */
export const CASE_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Firedrill rule cases',
  ...CASE_FILE,
} as const;
