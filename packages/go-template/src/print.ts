import { formatFloat } from './format-float';
import { GoMap, GoStruct, type GoValue } from './value';

/** A value as `{{ . }}` prints it. */
export function printValue(value: GoValue): string {
  if (value === undefined) return '<no value>';
  return (value instanceof GoMap ? value.text : undefined) ?? formatPlain(value);
}

/** A value in Go's `%v`. */
export function formatPlain(value: GoValue): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatFloat(value, 'g');
  if (typeof value !== 'object') return String(value);
  if (value instanceof GoMap) {
    return `map[${value.sorted.map(([key, element]) => `${key}:${formatPlain(element)}`).join(' ')}]`;
  }
  if (value instanceof GoStruct) {
    return value.text ?? `{${Object.values(value.fields).map(formatPlain).join(' ')}}`;
  }
  return `[${value.map(formatPlain).join(' ')}]`;
}

/** Go's `print`: spaces between operands when neither is a string. */
export function sprint(values: readonly GoValue[]): string {
  return values
    .map((value, index) => {
      const previous = values[index - 1];
      const spaced = index > 0 && typeof value !== 'string' && typeof previous !== 'string';
      return (spaced ? ' ' : '') + formatPlain(value);
    })
    .join('');
}
