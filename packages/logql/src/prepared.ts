import type { LogSource } from './eval/log-source';
import { SampleReader } from './eval/sample-reader';
import type { MetricPlan, RangePlan } from './plan/metric-plan';
import { planMetric } from './plan/plan';
import type { Expr, MetricExpr } from './syntax/ast';

/** How many query texts are remembered with their trees; a rule's next evaluation then reads new lines only. */
const REMEMBERED_TEXTS = 64;

const texts = new Map<string, Expr>();
const plans = new WeakMap<MetricExpr, MetricPlan>();
const readers = new WeakMap<RangePlan, WeakMap<LogSource, SampleReader>>();

/** The tree of a text, the same object for the same text while the text is among those used last. */
export function remembered(text: string, parse: (text: string) => Expr): Expr {
  const expr = texts.get(text) ?? parse(text);
  texts.delete(text);
  texts.set(text, expr);
  const [oldest] = texts.keys();
  if (texts.size > REMEMBERED_TEXTS && oldest !== undefined) texts.delete(oldest);
  return expr;
}

export function preparedPlan(expr: MetricExpr): MetricPlan {
  let plan = plans.get(expr);
  if (plan === undefined) plans.set(expr, (plan = planMetric(expr)));
  return plan;
}

/** The reader of a plan for a source, with what it remembers of the last evaluation. */
export function sampleReader(plan: RangePlan, source: LogSource): SampleReader {
  let bySource = readers.get(plan);
  if (bySource === undefined) readers.set(plan, (bySource = new WeakMap()));
  let reader = bySource.get(source);
  if (reader === undefined) bySource.set(source, (reader = new SampleReader(plan)));
  return reader;
}
