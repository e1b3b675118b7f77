import {
  goFunction,
  GoMap,
  GoStruct,
  parseTemplate,
  printValue,
  PROMETHEUS_FUNCTIONS,
  renderTemplate,
  withMethods,
  type GoFunctions,
  type GoValue,
  type Template,
} from '@firedrill/go-template';
import { QueryError } from '@firedrill/query-core';
import type { NotificationTemplate } from '../provisioning/notification-model';
import { DEFAULT_TEMPLATES } from './default-templates';
import { formatTime, wireTime } from './message-time';
import type { Message, MessageAlert } from './notification-message';

/** Expands a text of a contact point for a message. Throws QueryError when the template fails. */
export type ExpandText = (text: string, message: Message) => string;

/** Prepares Grafana's default templates and those of the files for the texts of contact points. */
export function createTextExpander(templates: readonly Pick<NotificationTemplate, 'template'>[]): ExpandText {
  const definitions = [DEFAULT_TEMPLATES, ...templates.map(({ template }) => template)].join('\n');
  const parsed = new Map<string, Template>();
  return (text, message) => {
    let template = parsed.get(text);
    if (template === undefined) parsed.set(text, (template = parse(text, definitions)));
    const rendered = renderTemplate(template, messageValue(message), { functions: FUNCTIONS });
    if (!rendered.ok) throw rendered.error;
    return rendered.text.replaceAll('<no value>', '[no value]');
  };
}

/** The text alone is what is shown; the definitions around it say nothing themselves. */
function parse(text: string, definitions: string): Template {
  const own = parseTemplate(text, FUNCTIONS);
  if (!own.ok) throw own.error;
  const known = parseTemplate(definitions, FUNCTIONS);
  if (!known.ok) throw known.error;
  return {
    body: own.template.body,
    definitions: new Map([...known.template.definitions, ...own.template.definitions]),
  };
}

const TIME = { struct: 'time.Time' };

const FUNCTIONS: GoFunctions = {
  ...PROMETHEUS_FUNCTIONS,
  trimSpace: goFunction(['string'], (text: string) => text.trim()),
  join: goFunction(['string', 'list'], (separator: string, items: readonly GoValue[]) =>
    items.map(printValue).join(separator),
  ),
  safeUrl: goFunction(['string'], (text: string) => text),
  urlUnescape: goFunction(['string'], (text: string) => decodeURIComponent(text.replaceAll('+', ' '))),
  stringSlice: goFunction(['string'], (...items: readonly string[]) => items, { variadic: true }),
  toJson: goFunction(['any'], (value: GoValue) => JSON.stringify(plain(value))),
  date: goFunction(['string', TIME], (layout: string, time: GoStruct) => formatTime(timeOf(time), layout)),
  tz: goFunction(['string', TIME], (zone: string, time: GoStruct) => timeValue(timeOf(time), zone)),
  since: goFunction([TIME], () => {
    throw new QueryError('execution', 'since is not available: notifications are made for a fixed time');
  }),
};

const times = new WeakMap<GoStruct, { readonly timeMs: number | undefined; readonly zone: string }>();

function timeOf(time: GoStruct): { readonly timeMs: number | undefined; readonly zone: string } {
  return times.get(time) ?? { timeMs: undefined, zone: 'UTC' };
}

function messageValue(message: Message): GoStruct {
  const { receiver, status, alerts, groupLabels, commonLabels, commonAnnotations, externalUrl } = message;
  return new GoStruct('templates.ExtendedData', {
    Receiver: receiver,
    Status: status,
    Alerts: alertList(alerts),
    GroupLabels: keyValues(groupLabels),
    CommonLabels: keyValues(commonLabels),
    CommonAnnotations: keyValues(commonAnnotations),
    ExternalURL: externalUrl,
    GroupKey: message.groupKey,
    TruncatedAlerts: BigInt(message.truncatedAlerts),
    AppVersion: message.appVersion,
    Vars: GoMap.ofStrings({}),
  });
}

function alertList(alerts: readonly MessageAlert[]): readonly GoValue[] {
  const only = (wanted: MessageAlert['status']) => (): GoValue =>
    alerts.filter(({ status }) => status === wanted).map(alertValue);
  return withMethods(alerts.map(alertValue), { Firing: only('firing'), Resolved: only('resolved') });
}

function alertValue(alert: MessageAlert): GoStruct {
  const values = new GoMap(Object.entries(alert.values ?? {}), { type: 'float64', zero: 0 });
  return new GoStruct('templates.ExtendedAlert', {
    Status: alert.status,
    Labels: keyValues(alert.labels),
    Annotations: keyValues(alert.annotations),
    StartsAt: timeValue({ timeMs: alert.startsAtMs }),
    EndsAt: timeValue({ timeMs: alert.endsAtMs }),
    GeneratorURL: alert.generatorUrl,
    Fingerprint: alert.fingerprint,
    SilenceURL: alert.silenceUrl,
    DashboardURL: alert.dashboardUrl,
    PanelURL: alert.panelUrl,
    Values: values,
    ValueString: alert.valueString,
    ImageURL: '',
    EmbeddedImage: '',
  });
}

/** A map of labels with the methods that templates know: SortedPairs, Names, Values, Remove. */
function keyValues(record: Readonly<Record<string, string>>): GoMap {
  const pairs = sortedPairs(record);
  return withMethods(GoMap.ofStrings(record), {
    SortedPairs: () => pairList(pairs),
    Names: () => pairs.map(([name]) => name),
    Values: () => pairs.map(([, value]) => value),
    Remove: (names) => {
      const removed = new Set(Array.isArray(names) ? names.map((name) => printValue(name as GoValue)) : []);
      return keyValues(Object.fromEntries(pairs.filter(([name]) => !removed.has(name))));
    },
  });
}

type Pair = readonly [name: string, value: string];

/** By name, but the name of the alert first. */
function sortedPairs(record: Readonly<Record<string, string>>): readonly Pair[] {
  const rank = (name: string): string => (name === 'alertname' ? '' : name);
  return Object.entries(record).sort(([left], [right]) => (rank(left) < rank(right) ? -1 : 1));
}

function pairList(pairs: readonly Pair[]): readonly GoValue[] {
  const items = pairs.map(([name, value]) => new GoStruct('template.Pair', { Name: name, Value: value }));
  return withMethods(items, {
    Names: () => pairs.map(([name]) => name),
    Values: () => pairs.map(([, value]) => value),
  });
}

function timeValue({ timeMs }: { readonly timeMs: number | undefined }, zone = 'UTC'): GoStruct {
  const at = { timeMs, zone };
  const value = new GoStruct('time.Time', {}, () => formatTime(at, '2006-01-02 15:04:05 -0700 MST'));
  times.set(value, at);
  return withMethods(value, {
    Unix: () => BigInt(Math.floor((timeMs ?? YEAR_ONE_MS) / 1000)),
    UnixMilli: () => BigInt(timeMs ?? YEAR_ONE_MS),
    IsZero: () => timeMs === undefined,
    Format: (layout) => formatTime(at, printValue(layout)),
    UTC: () => timeValue(at),
  });
}

/** Go's zero time. */
const YEAR_ONE_MS = -62_135_596_800_000;

function plain(value: GoValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof GoMap) return Object.fromEntries(value.sorted.map(([name, item]) => [name, plain(item)]));
  if (value instanceof GoStruct) {
    const at = times.get(value);
    if (at !== undefined) return wireTime(at.timeMs);
    return Object.fromEntries(Object.entries(value.fields).map(([name, item]) => [name, plain(item)]));
  }
  return Array.isArray(value) ? value.map((item) => plain(item as GoValue)) : value;
}
