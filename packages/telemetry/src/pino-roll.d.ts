declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  interface RollOptions {
    readonly file: string;
    readonly extension: string;
    readonly size: string;
    readonly limit: { readonly count: number; readonly removeOtherLogFiles: boolean };
    readonly mkdir: boolean;
    readonly sync: boolean;
  }

  interface RollingFile extends EventEmitter {
    write(line: string): boolean;
    end(): void;
  }

  function roll(options: RollOptions): Promise<RollingFile>;
  export = roll;
}
