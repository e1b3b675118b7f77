import type { Profile } from '../profile';
import { math, sql, withValue, type RuleGroupSource, type RuleSource } from '../rule';

export const inventory: RuleGroupSource = {
  name: 'inventory',
  rules: (profile) => [lowStock(profile)],
};

function lowStock(profile: Profile): RuleSource {
  return {
    title: 'Low stock',
    severity: 'warning',
    team: 'fulfilment',
    service: 'inventory',
    summary: withValue('stock', '{{ $labels.product }} is low: {{ .Value | printf "%.0f" }} left', 'No product is low'),
    description: withValue(
      'stock',
      '{{ $labels.product }} has {{ .Value | printf "%.0f" }} pieces left, at or below its threshold of ' +
        '{{ $labels.threshold }}. Restock it before it sells out.',
      'Every product has more pieces than its threshold.',
    ),
    pendingSeconds: profile.pendingSeconds.short,
    noDataState: 'OK',
    execErrState: 'Error',
    condition: 'low',
    nodes: [
      sql(
        'stock',
        'select name as product, low_stock_threshold::text as threshold, stock_level as stock from low_stock_products order by name',
        profile,
      ),
      // The view holds only products at or below their threshold, so every row is one that is low.
      math('low', '$stock >= 0'),
    ],
  };
}
