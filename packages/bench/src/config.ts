/** The environment, read in one place: programs that are measured get it. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;
