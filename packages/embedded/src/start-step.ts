/** Runs one step of the start and tells people that it began and ended. Rejects when the start is aborted meanwhile. */
export type Step = <T>(name: string, work: () => T | Promise<T>) => Promise<T>;
