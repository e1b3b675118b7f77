import { Client, escapeIdentifier } from 'pg';

export interface ListenOptions {
  readonly url: string;
  /** How the connection is named in pg_stat_activity. */
  readonly applicationName: string;
  readonly channel: string;
  /** Called after each connect, the first one too: what was sent before it did not arrive. */
  readonly onConnected: () => void;
  readonly onMessage: (payload: string) => void;
  /** Called when the connection is lost or cannot be made; the next try comes by itself. */
  readonly onLost: (error: Error) => void;
}

/** A connection of its own that waits for notifications. */
export interface Listener {
  close(): Promise<void>;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/** Listens to a channel until it is closed; connects again, waiting longer each time, when the connection is lost. */
export function listen(options: ListenOptions): Listener {
  let closed = false;
  let waitMs = FIRST_WAIT_MS;
  let timer: NodeJS.Timeout | undefined;
  let current: Connection;
  const connect = (): void => {
    current = openConnection(options, {
      connected: () => {
        waitMs = FIRST_WAIT_MS;
        options.onConnected();
      },
      lost: (error) => {
        if (closed) return;
        options.onLost(error);
        timer = setTimeout(connect, waitMs);
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      },
    });
  };
  connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await current.end();
    },
  };
}

interface Connection {
  end(): Promise<void>;
}

interface ConnectionEvents {
  readonly connected: () => void;
  /** Called once at most. */
  readonly lost: (error: Error) => void;
}

function openConnection(options: ListenOptions, { connected, lost }: ConnectionEvents): Connection {
  const { url, applicationName, channel, onMessage } = options;
  const client = new Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: LONGEST_WAIT_MS,
    keepAlive: true,
  });
  let over = false;
  const fail = (error: Error): void => {
    if (over) return;
    over = true;
    void end();
    lost(error);
  };
  client.on('error', fail);
  client.on('end', () => fail(new Error('the connection was closed')));
  client.on('notification', ({ payload = '' }) => onMessage(payload));
  const ready = client.connect().then(() => client.query(`listen ${escapeIdentifier(channel)}`));
  const settled = ready.then(() => {
    if (!over) connected();
  }, fail);
  const end = async (): Promise<void> => {
    over = true;
    // A connection that is being made cannot be ended before it is there.
    await ready.catch(() => undefined);
    await client.end().catch(() => undefined);
  };
  return { end: async () => Promise.all([settled, end()]).then(() => undefined) };
}
