import { readFile } from 'node:fs/promises';
import { STATUS_CODES } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { request, type Dispatcher } from 'undici';
import type { ScrapeAuth, ScrapeJob } from './config/scrape-job';
import type { BodyFormat } from './scrape-body';

/** The version whose behaviour the scraper has, as it names itself to targets. */
const USER_AGENT = 'Prometheus/3.14.0';
const MAX_REDIRECTS = 10;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** A scrape that got no usable answer. */
export class ScrapeFailure extends Error {
  override readonly name = 'ScrapeFailure';
}

export interface ScrapeAnswer {
  readonly body: Buffer;
  readonly format: BodyFormat;
}

export interface ScrapeRequest {
  readonly url: string;
  /** The address that the URL's host and port stand for in this runtime, as `host:port`. */
  readonly resolveAddress: (hostPort: string) => string;
  readonly timeoutMs: number;
  readonly job: ScrapeJob;
  readonly signal: AbortSignal;
}

/** Fetches a target's metrics; only a 200 with a known content type counts. Throws ScrapeFailure. */
export async function fetchMetrics(scrape: ScrapeRequest): Promise<ScrapeAnswer> {
  const timeout = AbortSignal.timeout(scrape.timeoutMs);
  const signal = AbortSignal.any([scrape.signal, timeout]);
  try {
    const headers = await requestHeaders(scrape.job, scrape.timeoutMs);
    const { response, body } = await followRedirects(scrape, headers, signal);
    return { body: unpack(response, body, scrape.job), format: formatOf(response, scrape.job) };
  } catch (error) {
    if (error instanceof ScrapeFailure) throw error;
    const reason = timeout.aborted ? 'context deadline exceeded' : messageOf(error);
    throw new ScrapeFailure(`Get ${JSON.stringify(scrape.url)}: ${reason}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
}

async function followRedirects(
  scrape: ScrapeRequest,
  headers: Record<string, string | string[]>,
  signal: AbortSignal,
): Promise<{ response: Dispatcher.ResponseData; body: Buffer }> {
  let url = new URL(scrape.url);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const response = await getOnce(mapHost(url, scrape.resolveAddress), { ...headers, host: url.host }, signal);
    const location = response.headers.location;
    const isRedirect = scrape.job.followRedirects && REDIRECTS.has(response.statusCode) && typeof location === 'string';
    if (!isRedirect) return { response, body: await readAnswer(response, scrape.job) };
    await response.body.dump();
    url = new URL(location, url);
  }
  throw new ScrapeFailure(`Get ${JSON.stringify(scrape.url)}: stopped after ${MAX_REDIRECTS} redirects`);
}

function mapHost(url: URL, resolveAddress: (hostPort: string) => string): URL {
  const mapped = new URL(url);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  mapped.host = resolveAddress(`${url.hostname}:${port}`);
  return mapped;
}

/** A kept-alive connection that the target closes is tried once more, as Go's client does. */
async function getOnce(
  url: URL,
  headers: Record<string, string | string[]>,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  try {
    return await request(url, { headers, signal });
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code !== 'UND_ERR_SOCKET' && code !== 'ECONNRESET') throw error;
    return await request(url, { headers, signal });
  }
}

async function readAnswer(response: Dispatcher.ResponseData, job: ScrapeJob): Promise<Buffer> {
  if (response.statusCode !== 200) {
    await response.body.dump();
    throw new ScrapeFailure(
      `server returned HTTP status ${response.statusCode} ${STATUS_CODES[response.statusCode] ?? ''}`.trimEnd(),
    );
  }
  const chunks: Buffer[] = [];
  let length = 0;
  const isPlain = response.headers['content-encoding'] !== 'gzip';
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (isPlain) checkSize(length, job);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function checkSize(length: number, job: ScrapeJob): void {
  if (job.bodySizeLimit > 0 && length >= job.bodySizeLimit) throw new ScrapeFailure('body size limit exceeded');
}

function unpack(response: Dispatcher.ResponseData, body: Buffer, job: ScrapeJob): Buffer {
  if (response.headers['content-encoding'] !== 'gzip') return body;
  let unpacked: Buffer;
  try {
    unpacked = gunzipSync(body);
  } catch (error) {
    throw new ScrapeFailure(`the gzip body is not valid: ${messageOf(error)}`);
  }
  checkSize(unpacked.length, job);
  return unpacked;
}

function formatOf(response: Dispatcher.ResponseData, job: ScrapeJob): BodyFormat {
  const header = response.headers['content-type'];
  const contentType = typeof header === 'string' ? header : '';
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'application/openmetrics-text') return 'openmetrics';
  if (mediaType === 'text/plain') return 'text';
  const fallback = job.fallbackProtocol;
  if (fallback !== undefined) return fallback.startsWith('OpenMetrics') ? 'openmetrics' : 'text';
  if (contentType === '') {
    throw new ScrapeFailure(
      'non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target',
    );
  }
  throw new ScrapeFailure(
    `received unsupported Content-Type ${JSON.stringify(contentType)} and no fallback_scrape_protocol specified for target`,
  );
}

const ACCEPT: Readonly<Record<string, string>> = {
  'OpenMetricsText1.0.0': 'application/openmetrics-text;version=1.0.0',
  'OpenMetricsText0.0.1': 'application/openmetrics-text;version=0.0.1',
  'PrometheusText1.0.0': 'text/plain;version=1.0.0',
  'PrometheusText0.0.4': 'text/plain;version=0.0.4',
};

/** Prometheus gives the first protocol this many tenths, whatever their number. */
const HIGHEST_WEIGHT = 6;

async function requestHeaders(job: ScrapeJob, timeoutMs: number): Promise<Record<string, string | string[]>> {
  const headers: Record<string, string | string[]> = {
    accept: acceptHeader(job),
    'accept-encoding': job.compression ? 'gzip' : 'identity',
    'user-agent': USER_AGENT,
    'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000),
  };
  for (const [name, value] of job.headers)
    headers[name.toLowerCase()] = [...[headers[name.toLowerCase()] ?? []].flat(), value];
  if (job.auth !== undefined) headers.authorization = await authorization(job.auth);
  return headers;
}

function acceptHeader(job: ScrapeJob): string {
  const protocols = job.scrapeProtocols.filter((name) => ACCEPT[name] !== undefined);
  let weight = HIGHEST_WEIGHT;
  const parts = protocols.map((name) => {
    const escaping = name.endsWith('1.0.0') ? `;escaping=${job.escapingScheme}` : '';
    return `${ACCEPT[name] ?? ''}${escaping};q=0.${weight--}`;
  });
  return [...parts, `*/*;q=0.${weight}`].join(',');
}

async function authorization(auth: ScrapeAuth): Promise<string> {
  if (auth.kind === 'basic') {
    const username = await secret(auth.usernameFile, auth.username);
    const password = await secret(auth.passwordFile, auth.password);
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  return `${auth.type} ${await secret(auth.credentialsFile, auth.credentials)}`;
}

async function secret(file: string | undefined, text: string): Promise<string> {
  return file === undefined ? text : (await readFile(file, 'utf8')).trim();
}
