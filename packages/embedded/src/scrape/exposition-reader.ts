/** A line that is not valid; the message says what was expected and what came. */
export class ExpositionError extends Error {
  override readonly name = 'ExpositionError';
}

/** Takes what a scraped body says, in its order. */
export interface ExpositionReader {
  /** Whether the series' text was met before, so that it need not be parsed again. */
  knows(series: string): boolean;
  /** A series' text (`name{label="value"}`) for the first time; throws ExpositionError when it is not valid. */
  meet(series: string): void;
  /** `timestampMs` when the line gives a time of its own. */
  sample(series: string, value: number, timestampMs: number | undefined): void;
  type(metric: string, type: string): void;
  help(metric: string, help: string): void;
  unit(metric: string, unit: string): void;
}

/** Space and tab. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** A number as Go's ParseFloat reads it, without hexadecimal, underscores and overflow; undefined when it is none. */
export function parseGoFloat(token: string): number | undefined {
  for (let at = 0; at < token.length; at += 1) {
    const code = token.charCodeAt(at);
    const plain =
      (code >= 48 && code <= 57) || code === 46 || code === 45 || code === 43 || code === 101 || code === 69;
    if (!plain) return parseGoWord(token);
  }
  const value = token === '' ? Number.NaN : Number(token);
  return Number.isFinite(value) ? value : undefined;
}

function parseGoWord(token: string): number | undefined {
  const match = /^([+-]?)(?:(inf|infinity)|(nan))$/i.exec(token);
  if (match === null) return undefined;
  if (match[3] !== undefined) return match[1] === '' ? Number.NaN : undefined;
  return match[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
