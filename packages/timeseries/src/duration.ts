/** A text that is not a duration; the message says what was expected. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

const UNITS = { y: 31_536_000_000, w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

type Unit = keyof typeof UNITS;

const UNIT_NAMES: readonly Unit[] = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];

const DURATION = new RegExp(`^${UNIT_NAMES.map((unit) => `(?:([0-9]+)${unit})?`).join('')}$`);

/** The longest duration Prometheus can hold: 64 bits of nanoseconds. */
export const MAX_DURATION_MS = 9_223_372_036_854;

/**
 * Milliseconds of a duration in Prometheus' notation: whole numbers with the units y w d h m s ms, each at most once
 * and in this order (`1h30m`), or `0`. Throws DurationError.
 */
export function parseDuration(text: string): number {
  if (text === '0') return 0;
  const parts = text === '' ? null : DURATION.exec(text);
  if (parts === null) throw new DurationError(`expected a duration such as 30s, 5m or 1h30m, got "${text}"`);
  const total = UNIT_NAMES.reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * UNITS[unit], 0);
  if (total > MAX_DURATION_MS) throw new DurationError(`duration out of range: "${text}" is more than 292 years`);
  return total;
}

/** Writes milliseconds as Prometheus does: `1h30m`; years and weeks only when nothing is left over (`90d`, `2w`). */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  let rest = Math.abs(Math.trunc(milliseconds));
  let text = milliseconds < 0 ? '-' : '';
  for (const unit of UNIT_NAMES) {
    const length = UNITS[unit];
    const exactOnly = unit === 'y' || unit === 'w';
    if (rest < length || (exactOnly && rest % length !== 0)) continue;
    text += `${Math.floor(rest / length)}${unit}`;
    rest %= length;
  }
  return text;
}
