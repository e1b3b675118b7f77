/** The environment, read in one place: configuration files and services take values from it. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;
