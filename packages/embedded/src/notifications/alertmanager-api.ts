import {
  acceptsAlert,
  MatcherError,
  policiesOf,
  readAlertFilter,
  SilenceError,
  silenceState,
  type Alert,
  type AlertGroup,
  type AlertPlace,
  type Silence,
} from '@firedrill/grafana-alerting';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { randomUUID } from 'node:crypto';
import type { Notifier } from './notifier';
import { readSilence, SilenceBodyError } from './silence-body';

export interface AlertmanagerApiOptions {
  readonly notifier: Notifier;
  /** The wall clock, Unix milliseconds. */
  readonly now: () => number;
}

const PREFIX = '/api/alertmanager/grafana/api/v2';

/** The Alertmanager's API v2 as Grafana serves it: alerts, groups and silences. */
export function createAlertmanagerApi({ notifier, now }: AlertmanagerApiOptions): Router {
  const router = express.Router();
  const list = (request: Request, alerts: readonly Alert[]): readonly AlertPlace[] => {
    const filter = readAlertFilter(new URL(request.url, 'http://localhost').searchParams);
    return alerts.map((alert) => place(notifier, alert, now())).filter((placed) => acceptsAlert(filter, placed));
  };
  router.get(`${PREFIX}/alerts`, (request, response) => {
    const found = [...list(request, notifier.alerts())];
    found.sort((left, right) => (left.alert.fingerprint < right.alert.fingerprint ? -1 : 1));
    response.json(found.map(alertBody));
  });
  router.get(`${PREFIX}/alerts/groups`, (request, response) => {
    const groups = notifier.dispatcher.groups().map((group) => groupBody(group, list(request, group.alerts)));
    response.json(groups.filter(({ alerts }) => alerts.length > 0));
  });
  router.get(`${PREFIX}/silences`, (_request, response) => {
    response.json(notifier.silences.list(now()).map((silence) => silenceBody(silence, now())));
  });
  router.get(`${PREFIX}/silence/:id`, (request, response) => {
    response.json(silenceBody(existing(notifier, request.params.id), now()));
  });
  router.post(`${PREFIX}/silences`, express.json({ limit: '64kb' }), (request, response) =>
    createSilence(notifier, request, response, now()),
  );
  router.delete(`${PREFIX}/silence/:id`, (request, response) => {
    notifier.silences.expire(request.params.id, now());
    notifier.save();
    response.json({ message: 'silence deleted' });
  });
  router.use(answerError);
  return router;
}

function place(notifier: Notifier, alert: Alert, nowMs: number): AlertPlace {
  const receivers = policiesOf(notifier.policy, alert.labels).map(({ receiver }) => receiver);
  return { alert, receivers, silencedBy: notifier.silences.silencing(alert.labels, nowMs) };
}

/** A silence of a known id is replaced; without one it is new. */
function createSilence(notifier: Notifier, request: Request, response: Response, nowMs: number): void {
  const { id, ...silence } = readSilence(request.body, nowMs);
  const silenceID = id === undefined ? randomUUID() : existing(notifier, id).id;
  notifier.silences.put({ ...silence, id: silenceID });
  notifier.save();
  response.status(202).json({ silenceID });
}

function existing(notifier: Notifier, id: string): Silence {
  const silence = notifier.silences.get(id);
  if (silence === undefined) throw new SilenceError('not-found', 'silence not found');
  return silence;
}

function alertBody({ alert, receivers, silencedBy }: AlertPlace): Readonly<Record<string, unknown>> {
  const { annotations, labels, startsAtMs, endsAtMs, updatedAtMs, fingerprint } = alert;
  return {
    annotations,
    endsAt: isoTime(endsAtMs),
    fingerprint,
    receivers: receivers.map(receiverBody),
    startsAt: isoTime(startsAtMs),
    status: { inhibitedBy: [], mutedBy: [], silencedBy, state: silencedBy.length > 0 ? 'suppressed' : 'active' },
    updatedAt: isoTime(updatedAtMs),
    labels: labels.toObject(),
  };
}

function groupBody(
  { labels, node }: AlertGroup,
  alerts: readonly AlertPlace[],
): { readonly alerts: readonly unknown[]; readonly labels: unknown; readonly receiver: unknown } {
  return { alerts: alerts.map(alertBody), labels: labels.toObject(), receiver: receiverBody(node.receiver) };
}

function receiverBody(name: string): Readonly<Record<string, unknown>> {
  return { active: null, integrations: null, name };
}

function silenceBody(silence: Silence, nowMs: number): Readonly<Record<string, unknown>> {
  const { id, matchers, startsAtMs, endsAtMs, updatedAtMs, createdBy, comment } = silence;
  return {
    id,
    status: { state: silenceState(silence, nowMs) },
    updatedAt: isoTime(updatedAtMs),
    comment,
    createdBy,
    endsAt: isoTime(endsAtMs),
    matchers,
    startsAt: isoTime(startsAtMs),
  };
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** Express knows an error handler by its four parameters. */
const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = statusOf(error);
  if (status === undefined) {
    next(error);
    return;
  }
  response.status(status).json({ message: (error as Error).message, traceID: '' });
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof SilenceError) return error.code === 'not-found' ? 404 : 400;
  if (error instanceof MatcherError || error instanceof SilenceBodyError) return 400;
  return (error as { readonly status?: number }).status;
}
