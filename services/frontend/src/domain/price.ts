/** Cents as shoppers read them: 123456 is `€1,234.56`. */
export function priceText(cents: number): string {
  return EUROS.format(cents / 100);
}

const EUROS = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
