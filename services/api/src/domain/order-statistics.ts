import { SUPPLIER_NAMES, type OrderStatus } from '@firedrill/db';

/** Orders and deliveries of an hour or a day, by the start of it. */
export interface Bucket {
  readonly time: Date;
  readonly orders: number;
  readonly revenue_cents: number;
  readonly delivered: number;
}

export interface Totals {
  readonly byStatus: Readonly<Record<OrderStatus, number>>;
  readonly revenueCents: number;
}

export interface SupplierDeliveries {
  readonly supplier: string;
  readonly deliveries: number;
  /** From dispatch to delivery. */
  readonly average_seconds: number;
  /** Dispatched and not delivered yet. */
  readonly on_the_way: number;
}

export type DriverDeliveries = Omit<SupplierDeliveries, 'on_the_way'> & { readonly driver: string };

/** What one driver has delivered, and the sum of the times that took. */
export interface DriverTotal {
  readonly supplier: string;
  readonly driver: string;
  readonly deliveries: number;
  readonly seconds: number;
}

export interface OrderStatisticsStore {
  totals(): Promise<Totals>;
  /** The last so many hours or days (UTC), the current one last, those without an order too. */
  buckets(unit: 'hour' | 'day', count: number): Promise<readonly Bucket[]>;
  driverTotals(): Promise<readonly DriverTotal[]>;
  /** How many orders each supplier has taken and not delivered yet. */
  onTheWay(): Promise<ReadonlyMap<string, number>>;
}

/** What `GET /api/metrics` answers; its names are those of the wire. */
export interface OrderStatistics {
  readonly summary: {
    readonly total_orders: number;
    readonly orders_by_status: Readonly<Record<OrderStatus, number>>;
    readonly revenue_cents: number;
    readonly delivered: number;
    readonly in_transit: number;
    readonly dispatched: number;
    /** The part of the orders that were paid (and not cancelled) that has arrived; 0 when there are none. */
    readonly delivery_rate: number;
  };
  readonly time_series: Readonly<Record<'today' | 'last_7_days' | 'last_30_days' | 'hourly', readonly Bucket[]>>;
  readonly by_supplier: readonly SupplierDeliveries[];
  readonly by_driver: readonly DriverDeliveries[];
}

const HOURS = 24;
const DAYS = 30;

export async function orderStatistics(store: OrderStatisticsStore): Promise<OrderStatistics> {
  const [totals, hourly, daily, drivers, onTheWay] = await Promise.all([
    store.totals(),
    store.buckets('hour', HOURS),
    store.buckets('day', DAYS),
    store.driverTotals(),
    store.onTheWay(),
  ]);
  const today = daily.at(-1)?.time ?? new Date(0);
  return {
    summary: summaryOf(totals),
    time_series: {
      today: hourly.filter(({ time }) => time >= today),
      last_7_days: daily.slice(-7),
      last_30_days: daily,
      hourly,
    },
    by_supplier: SUPPLIER_NAMES.map((supplier) => ({
      supplier,
      ...deliveriesOf(drivers.filter((driver) => driver.supplier === supplier)),
      on_the_way: onTheWay.get(supplier) ?? 0,
    })),
    by_driver: drivers.map((total) => ({
      supplier: total.supplier,
      driver: total.driver,
      ...deliveriesOf([total]),
    })),
  };
}

function deliveriesOf(totals: readonly DriverTotal[]): Pick<SupplierDeliveries, 'deliveries' | 'average_seconds'> {
  const deliveries = totals.reduce((sum, total) => sum + total.deliveries, 0);
  const seconds = totals.reduce((sum, total) => sum + total.seconds, 0);
  return { deliveries, average_seconds: deliveries === 0 ? 0 : Math.round((seconds / deliveries) * 1_000) / 1_000 };
}

function summaryOf({ byStatus, revenueCents }: Totals): OrderStatistics['summary'] {
  const { paid, dispatched, in_transit, delivered } = byStatus;
  const owed = paid + dispatched + in_transit + delivered;
  return {
    total_orders: Object.values(byStatus).reduce((sum, orders) => sum + orders, 0),
    orders_by_status: byStatus,
    revenue_cents: revenueCents,
    delivered,
    in_transit,
    dispatched,
    delivery_rate: owed === 0 ? 0 : delivered / owed,
  };
}
