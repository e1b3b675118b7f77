/** One line on its way through the pipeline; stages change it in place. */
export interface PipelineEntry {
  line: string;
  timestampNs: bigint;
  readonly labels: Map<string, string>;
  /** What earlier stages took out of the line, as JSON values. */
  readonly extracted: Map<string, unknown>;
  readonly metadata: Map<string, string>;
}

/** Passes an entry on; not called for an entry that is dropped. */
export type Emit = (entry: PipelineEntry) => void;

/** One step of a pipeline. */
export interface Stage {
  process(entry: PipelineEntry, emit: Emit): void;
  /** Lets go of what the stage holds back longer than it may; with `all`, of everything. */
  flush?(nowMs: number, all: boolean, emit: Emit): void;
}

/** A stage that changes the entry, or drops it by returning false. */
export function simpleStage(change: (entry: PipelineEntry) => unknown): Stage {
  return {
    process(entry, emit) {
      if (change(entry) !== false) emit(entry);
    },
  };
}
