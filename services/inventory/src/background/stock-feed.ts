import type { Listener } from '@firedrill/database';
import type { EventStream, SendEvent } from '@firedrill/service-kit';
import type { Stock } from '../domain/stock';

/** Where the feed learns of stock: the levels as they are, and notice of each change. */
export interface StockSource {
  readonly list: () => Promise<readonly Stock[]>;
  /** Hears of changes until it is closed, whatever happens to its connection. */
  readonly listen: (heard: {
    readonly onConnected: () => void;
    readonly onMessage: (payload: string) => void;
  }) => Listener;
}

const RETRY_MS = 1_000;

/**
 * Stock changes as server-sent events, for any number of clients over one connection, which is there while somebody
 * listens. `stock` has every level: it comes first, and again when the connection was lost, since changes may have been
 * missed. `stock_changed` has the product, its new level and the difference.
 */
export function createStockFeed(source: StockSource): EventStream {
  const clients = new Set<SendEvent>();
  const publish: SendEvent = (event, data) => {
    for (const send of clients) send(event, data);
  };
  let session: Session | undefined;
  return (send) => {
    clients.add(send);
    session ??= openSession(source, publish);
    session.greet(send);
    return () => {
      clients.delete(send);
      if (clients.size > 0) return;
      session?.close();
      session = undefined;
    };
  };
}

interface Session {
  /** Sends a client the levels, when they are known; else they come to all as soon as they are. */
  greet(send: SendEvent): void;
  close(): void;
}

function openSession({ list, listen }: StockSource, publish: SendEvent): Session {
  const products = new Map<number, Stock>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let loading = Promise.resolve();
  const load = async (): Promise<void> => {
    try {
      for (const stock of await list()) products.set(stock.productId, stock);
      publish('stock', { products: [...products.values()] });
    } catch {
      // The source has logged why.
      if (!closed) timer = setTimeout(reload, RETRY_MS);
    }
  };
  const reload = (): void => {
    loading = load();
  };
  const apply = (payload: string): void => {
    const { productId, stockLevel } = JSON.parse(payload) as Pick<Stock, 'productId' | 'stockLevel'>;
    const before = products.get(productId);
    if (before === undefined || before.stockLevel === stockLevel) return;
    products.set(productId, { ...before, stockLevel });
    const { productName } = before;
    publish('stock_changed', { productId, productName, stockLevel, delta: stockLevel - before.stockLevel });
  };
  // A change that comes while the levels are read is newer than they are, or among them.
  const listener = listen({ onConnected: reload, onMessage: (payload) => void loading.then(() => apply(payload)) });
  return {
    greet: (send) => {
      if (products.size > 0) send('stock', { products: [...products.values()] });
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      void listener.close();
    },
  };
}
