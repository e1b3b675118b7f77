import type { Field } from '../data-source';

/** A column of an SQL result: its name, PostgreSQL's type number and its cells as PostgreSQL prints them. */
export interface SqlColumn {
  readonly name: string;
  readonly typeId: number;
  readonly cells: readonly (string | null)[];
}

const NUMERIC = [20, 21, 23, 700, 701, 1700];
const BOOLEAN = [16];
const TIME = [1082, 1114, 1184];
const JSON_TYPES = [114, 3802];
const BYTES = 17;

/** A column as a field of a frame: numbers, booleans, times and JSON; everything else is text. */
export function fieldOf({ name, typeId, cells }: SqlColumn): Field {
  if (NUMERIC.includes(typeId)) return { name, type: 'number', values: mapCells(cells, Number) };
  if (BOOLEAN.includes(typeId)) return { name, type: 'boolean', values: mapCells(cells, (cell) => cell === 't') };
  if (TIME.includes(typeId)) return { name, type: 'time', values: mapCells(cells, parseTime) };
  if (JSON_TYPES.includes(typeId))
    return { name, type: 'json', values: mapCells(cells, (cell) => JSON.parse(cell) as unknown) };
  return { name, type: 'string', values: typeId === BYTES ? mapCells(cells, decodeBytes) : cells };
}

function mapCells<T>(cells: readonly (string | null)[], convert: (cell: string) => T): (T | null)[] {
  return cells.map((cell) => (cell === null ? null : convert(cell)));
}

/** Unix milliseconds of a date or a timestamp in ISO style; without a zone it is UTC. Null for `infinity`. */
function parseTime(text: string): number | null {
  const [, date = '', time = '00:00:00', zone = 'Z'] = /^(\S+)(?: ([\d:.]+)([+-][\d:]+)?)?$/.exec(text) ?? [];
  const ms = Date.parse(`${date}T${time}${zone.replace(/^([+-]\d\d)$/, '$1:00')}`);
  return Number.isNaN(ms) ? null : ms;
}

/** PostgreSQL prints bytes as `\x6869`. */
function decodeBytes(hex: string): string {
  const bytes = hex.slice(2).match(/../g) ?? [];
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => parseInt(byte, 16)));
}
