import { request } from 'undici';

/** Asks until it answers 200; throws when it has not after the time. */
export async function ready(url: string, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const status = await request(url).then(
      async ({ statusCode, body }) => {
        await body.dump();
        return statusCode;
      },
      () => undefined,
    );
    if (status === 200) return;
    if (performance.now() > deadline) throw new Error(`${url} does not answer`);
    await new Promise((settle) => setTimeout(settle, 25));
  }
}
