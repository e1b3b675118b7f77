/** The environment, read in one place. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;
