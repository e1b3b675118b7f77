/** The tempo of the pack: how often things are looked at, over which window, and how long a breach must last. */
export interface Profile {
  readonly evaluationSeconds: number;
  /** The window of rates and counts. */
  readonly windowSeconds: number;
  /** How long a rule stays Pending: for what is certain at once, and for what should be seen twice. */
  readonly pendingSeconds: { readonly none: number; readonly short: number };
  /** The folder below `provisioning/` that Grafana mounts for this profile. */
  readonly folder: string;
}

/** `stage` is for showing: every core drill fires within a minute. */
export const PROFILES = {
  stage: { evaluationSeconds: 10, windowSeconds: 60, pendingSeconds: { none: 0, short: 10 }, folder: 'alerting' },
} as const satisfies Readonly<Record<string, Profile>>;

/** The window of rates and counts as texts name it: `minute`, `5 minutes`, `30 seconds`. */
export function windowText({ windowSeconds }: Pick<Profile, 'windowSeconds'>): string {
  if (windowSeconds % 60 !== 0) return `${windowSeconds} seconds`;
  return windowSeconds === 60 ? 'minute' : `${windowSeconds / 60} minutes`;
}
