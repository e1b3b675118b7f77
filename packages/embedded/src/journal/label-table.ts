import { Labels } from '@firedrill/timeseries';
import type { SegmentFiles } from './segment-files';

/** The first byte of a record that gives a label set its number within a segment. */
export const DEFINE = 0;

/** Numbers for label sets, given anew in each segment, so that a segment can be read alone. */
export class LabelTable {
  #numbers = new Map<string, number>();

  /** Forgets all numbers: a new segment begins. */
  clear(): void {
    this.#numbers = new Map();
  }

  /** The number of a label set; a new one is written to the journal first. */
  numberOf(labels: Labels, files: SegmentFiles): number {
    const known = this.#numbers.get(labels.key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(labels.key, number);
    files.append(Buffer.concat([Buffer.of(DEFINE), Buffer.from(JSON.stringify(labels.toObject()))]), undefined);
    return number;
  }
}

/** Reads the definitions of one segment back, in the order of their numbers. */
export function readDefinition(payload: Buffer): Labels {
  return Labels.of(JSON.parse(payload.toString('utf8', 1)) as Record<string, string>);
}
