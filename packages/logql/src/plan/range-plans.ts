import type { MetricPlan, RangePlan } from './metric-plan';

/** The range aggregations of a plan: all that is to be read from a source. */
export function rangePlans(plan: MetricPlan): readonly RangePlan[] {
  switch (plan.kind) {
    case 'number':
    case 'vector':
      return [];
    case 'range':
      return [plan];
    case 'aggregation':
    case 'replace':
      return rangePlans(plan.argument);
    case 'binary':
      return [...rangePlans(plan.left), ...rangePlans(plan.right)];
  }
}
