import type { Response } from 'express';
import type { EventStream } from './reply';

/** A client that leaves so much unread is cut off: it would take memory without end. */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** Shows both sides that the connection lives while nothing happens. */
const HEARTBEAT_MS = 15_000;

/** Answers with server-sent events until the client goes or the entry that it adds to `openStreams` is called. */
export function runEventStream(response: Response, open: EventStream, openStreams: Set<() => void>): void {
  if (response.destroyed) return;
  const write = (text: string): void => {
    response.locals.bytes = ((response.locals.bytes as number | undefined) ?? 0) + Buffer.byteLength(text);
    response.write(text);
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
  };
  response.locals.streamed = true;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  response.flushHeaders();
  const close = open((event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
  const end = (): void => void response.end();
  openStreams.add(end);
  response.once('close', () => {
    clearInterval(heartbeat);
    openStreams.delete(end);
    close();
  });
}
