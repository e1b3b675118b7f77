const drop = (): undefined => undefined;

/** knex prints what it also throws; the services' log says it once. */
export const SILENT_LOG = { warn: drop, error: drop, deprecate: drop, debug: drop };
