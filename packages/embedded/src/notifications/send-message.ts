import type { EmailMessage, HttpMessage, ReceiverMessage } from '@firedrill/grafana-alerting';
import { createTransport } from 'nodemailer';
import { request } from 'undici';

/** Sends one message and resolves when the receiver has taken it. Rejects with what the receiver answered otherwise. */
export type SendMessage = (message: ReceiverMessage) => Promise<void>;

/** The mail server, as Grafana's `[smtp]` section names it. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly user?: string;
  readonly password?: string;
}

const TIMEOUT_MS = 30_000;
const SMTP_PORT = 25;

/** The mail server that the environment names in Grafana's variables (`GF_SMTP_HOST=host:port`); undefined without one. */
export function smtpSettings(environment: Readonly<Record<string, string | undefined>>): SmtpSettings | undefined {
  const { GF_SMTP_HOST, GF_SMTP_FROM_ADDRESS, GF_SMTP_USER: user, GF_SMTP_PASSWORD: password } = environment;
  if (GF_SMTP_HOST === undefined || GF_SMTP_HOST === '') return undefined;
  const [host = '', port] = GF_SMTP_HOST.split(':');
  const from = GF_SMTP_FROM_ADDRESS ?? 'admin@grafana.localhost';
  return { host, port: Number(port ?? SMTP_PORT), from, ...(user && { user }), ...(password && { password }) };
}

/** Sends over HTTP, and over SMTP when a mail server is given. */
export function createSender(smtp: SmtpSettings | undefined): SendMessage {
  return async (message) => (message.kind === 'http' ? postMessage(message) : mail(message, smtp));
}

async function postMessage({ url, method, headers, body }: HttpMessage): Promise<void> {
  const timeout = { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS };
  const answer = await request(url, { method: method === 'PUT' ? 'PUT' : 'POST', headers, body, ...timeout });
  await answer.body.dump();
  if (answer.statusCode >= 300) throw new Error(`${new URL(url).origin} answered ${answer.statusCode}`);
}

async function mail({ to, single, subject, text }: EmailMessage, smtp: SmtpSettings | undefined): Promise<void> {
  if (smtp === undefined) throw new Error('there is no mail server to send e-mail with: set GF_SMTP_HOST');
  const { host, port, from, user, password } = smtp;
  const transport = createTransport({
    ...{ host, port, connectionTimeout: TIMEOUT_MS },
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
  });
  try {
    for (const addresses of single ? [to] : to.map((address) => [address])) {
      await transport.sendMail({ from, to: [...addresses], subject, text });
    }
  } finally {
    transport.close();
  }
}
