import type { Fields } from './fields';
import { RECEIVER_TYPES, type ReceiverType } from './receiver-types';

type Settings = Readonly<Record<string, unknown>>;

/** Reports what Grafana refuses in the settings of a receiver, and warns of keys that it ignores. */
export function checkSettings(fields: Fields, type: string, settings: Settings): void {
  const known = RECEIVER_TYPES[type];
  if (known === undefined) return;
  const texts = [...known.required, ...(known.oneOf ?? []).flat(), ...(known.text ?? [])];
  fields.warnUnknownKeys([...texts, ...(known.other ?? [])]);
  const wrong = texts.filter((key) => !isTextOrAbsent(settings[key]));
  for (const key of wrong) fields.error(key, `expected text, got ${JSON.stringify(settings[key])}`, 'bad-setting-type');
  if (wrong.length > 0) return;
  checkRequired(fields, type, known, settings);
  checkForms(fields, known, settings);
}

function checkRequired(fields: Fields, type: string, { required, oneOf, exclusive }: ReceiverType, settings: Settings): void {
  const isSet = (key: string) => textOf(settings[key]) !== '';
  for (const key of required.filter((candidate) => !isSet(candidate))) {
    fields.error(key, `expected ${key}, which ${type} needs, got nothing`, 'missing-setting');
  }
  if (oneOf !== undefined && !oneOf.some((keys) => keys.every(isSet))) {
    const choices = oneOf.map((keys) => keys.join(' with ')).join(' or ');
    const missing = oneOf.flat().find((key) => !isSet(key)) ?? '';
    fields.error(missing, `expected ${choices}, got neither complete`, 'missing-setting');
  }
  if (exclusive?.every((keys) => keys.every(isSet)) === true) {
    const [left, right] = exclusive.map((keys) => keys.join(' and '));
    fields.error(exclusive[1][0] ?? '', `expected ${left ?? ''} or ${right ?? ''}, got both`, 'conflicting-settings');
  }
}

function checkForms(fields: Fields, { values = {}, urls = [], patterns = {} }: ReceiverType, settings: Settings): void {
  const badValue = (key: string, expected: string) => {
    fields.error(key, `expected ${expected}, got ${JSON.stringify(settings[key])}`, 'bad-setting-value');
  };
  for (const [key, allowed] of Object.entries(values)) {
    const names = allowed.filter((name) => name !== '').join(', ');
    if (!allowed.includes(textOf(settings[key]).toLowerCase())) badValue(key, `one of ${names}`);
  }
  for (const key of urls) {
    if (/^:|[\0-\x1f\x7f]|%(?![0-9a-f]{2})/i.test(textOf(settings[key]))) badValue(key, 'a URL');
  }
  for (const [key, { pattern, expected }] of Object.entries(patterns)) {
    const text = textOf(settings[key]);
    if (text !== '' && !pattern.test(text)) badValue(key, expected);
  }
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
