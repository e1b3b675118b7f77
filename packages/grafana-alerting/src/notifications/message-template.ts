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
import { formatTime } from './message-time';
import type { Message, MessageAlert } from './notification-message';
import { writeJson } from './template-json';
import { messageFunctions } from './template-namespaces';
import { TIME, timeOf, timeValue } from './template-time';

/** Expands a text of a contact point for a message. Throws QueryError when the template fails. */
export type ExpandText = (text: string, message: Message) => string;

/** Prepares Grafana's default templates and those of the files for the texts of contact points. */
export function createTextExpander(templates: readonly Pick<NotificationTemplate, 'template'>[]): ExpandText {
  const definitions = [DEFAULT_TEMPLATES, ...templates.map(({ template }) => template)].join('\n');
  const parsed = new Map<string, Template>();
  const prepare = (text: string): Template => {
    let template = parsed.get(text);
    if (template === undefined) parsed.set(text, (template = parse(text, definitions)));
    return template;
  };
  return (text, message) => {
    const rendering = new Rendering(message.timeMs, prepare);
    return rendering.render(prepare(text), messageValue(message)).replaceAll('<no value>', '[no value]');
  };
}

/** Go's own limit is deeper than the stack here is. */
const MAX_DEPTH = 100;

/** One text for one message: templates that are called by functions see the same time and the same definitions. */
class Rendering {
  readonly #functions: GoFunctions;
  #depth = 0;

  constructor(nowMs: number, prepare: (text: string) => Template) {
    const inline = (text: string, data: GoValue): string => this.render(prepare(text), data);
    const execute = (name: string, data: GoValue): string => {
      const { definitions } = prepare('');
      const body = definitions.get(name);
      if (body === undefined) throw new QueryError('execution', `template ${JSON.stringify(name)} not defined`);
      return this.render({ body, definitions }, data);
    };
    this.#functions = { ...FUNCTIONS, ...messageFunctions({ nowMs, execute, inline }) };
  }

  render(template: Template, data: GoValue): string {
    if (this.#depth >= MAX_DEPTH) throw new QueryError('limit', 'exceeded maximum template depth');
    this.#depth += 1;
    const rendered = renderTemplate(template, data, { functions: this.#functions });
    this.#depth -= 1;
    if (!rendered.ok) throw rendered.error;
    return rendered.text;
  }
}

/** The text alone is what is shown; the definitions around it say nothing themselves. */
function parse(text: string, definitions: string): Template {
  const own = parseTemplate(text, PARSED_FUNCTIONS);
  if (!own.ok) throw own.error;
  const known = parseTemplate(definitions, PARSED_FUNCTIONS);
  if (!known.ok) throw known.error;
  return {
    body: own.template.body,
    definitions: new Map([...known.template.definitions, ...own.template.definitions]),
  };
}

const FUNCTIONS: GoFunctions = {
  ...PROMETHEUS_FUNCTIONS,
  trimSpace: goFunction(['string'], (text: string) => text.trim()),
  join: goFunction(['string', 'list'], (separator: string, items: readonly GoValue[]) =>
    items.map(printValue).join(separator),
  ),
  safeUrl: goFunction(['string'], (text: string) => text),
  urlUnescape: goFunction(['string'], (text: string) => decodeURIComponent(text.replaceAll('+', ' '))),
  stringSlice: goFunction(['string'], (...items: readonly string[]) => items, { variadic: true }),
  toJson: goFunction(['any'], (value: GoValue) => writeJson(value)),
  date: goFunction(['string', TIME], (layout: string, time: GoStruct) => formatTime(zoned(time), layout)),
  tz: goFunction(['string', TIME], (zone: string, time: GoStruct) => timeValue(zoned(time), zone)),
};

/** What a template may name; the functions of a message are not called before it is there. */
const PARSED_FUNCTIONS: GoFunctions = {
  ...FUNCTIONS,
  ...messageFunctions({ nowMs: 0, execute: () => '', inline: () => '' }),
};

function zoned(time: GoStruct): NonNullable<ReturnType<typeof timeOf>> {
  return timeOf(time) ?? { timeMs: undefined, zone: 'UTC' };
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
