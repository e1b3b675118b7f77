import { defineMetrics } from '@firedrill/telemetry';

/** The pages of the shop. */
export const PAGES = [
  'catalogue',
  'product',
  'cart',
  'checkout',
  'order',
  'orders',
  'tracking',
  'login',
  'register',
] as const;
export type Page = (typeof PAGES)[number];

/** What a shopper does besides looking at pages. */
export const ACTIONS = [
  'search',
  'add_to_cart',
  'remove_from_cart',
  'checkout_started',
  'checkout_abandoned',
  'login',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The metrics that frontend owns. */
export const METRICS = defineMetrics({
  page_views_total: { type: 'counter', help: 'Pages shown to shoppers.', labels: { page: PAGES } },
  user_interactions_total: { type: 'counter', help: 'What shoppers did.', labels: { action: ACTIONS } },
  sessions_active: { type: 'gauge', help: 'Sessions that were used within the time-out.', labels: {} },
  session_timeouts_total: {
    type: 'counter',
    help: 'Shoppers who came back after their session had timed out.',
    labels: {},
  },
});
