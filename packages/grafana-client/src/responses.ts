import { z } from 'zod';

const labels = z.record(z.string(), z.string());

/** `Normal`, `Pending`, `Alerting`, `NoData`, `Error`, `Recovering`, some with a reason: `Normal (NoData)`. */
const alertInstance = z.object({
  labels,
  annotations: labels.nullish().transform((value) => value ?? {}),
  state: z.string(),
  /** When the state began, RFC 3339. */
  activeAt: z.string().nullish(),
  value: z.string().nullish(),
});

const rule = z.object({
  uid: z.string().optional(),
  name: z.string(),
  /** `inactive`, `pending`, `firing`, `recovering`. */
  state: z.string().nullish(),
  health: z.string(),
  lastError: z.string().optional(),
  labels: labels.nullish().transform((value) => value ?? {}),
  annotations: labels.nullish().transform((value) => value ?? {}),
  /** The rule's `for`, in seconds. */
  duration: z.number().nullish(),
  lastEvaluation: z.string().nullish(),
  alerts: z
    .array(alertInstance)
    .nullish()
    .transform((value) => value ?? []),
});

const ruleGroup = z.object({
  name: z.string(),
  file: z.string(),
  /** Seconds between two evaluations. */
  interval: z.number(),
  rules: z.array(rule),
});

export type AlertInstance = z.output<typeof alertInstance>;
export type Rule = z.output<typeof rule>;
export type RuleGroup = z.output<typeof ruleGroup>;

export const rulesResponse = z.object({ data: z.object({ groups: z.array(ruleGroup) }) });
export const alertsResponse = z.object({ data: z.object({ alerts: z.array(alertInstance) }) });
export const healthResponse = z.object({ version: z.string() });
