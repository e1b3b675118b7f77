/** The levels of a log line, as pino names them. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The type of one field of an event; `?` marks a field that may be missing. */
export type FieldType = 'number' | 'string' | 'boolean' | 'number?' | 'string?' | 'boolean?';

/** One log event: everything about it but the values. */
export interface EventDefinition {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}

/** Event codes (snake_case) and what belongs to each. */
export type EventTable = Readonly<Record<string, EventDefinition>>;

/** Declares log events once, so that the logger's calls and the rules that read the lines are checked against it. */
export function defineEvents<const Events extends EventTable>(events: Events): Events {
  return events;
}

interface FieldValues {
  readonly number: number;
  readonly string: string;
  readonly boolean: boolean;
}

type FieldDefinitions = Readonly<Record<string, FieldType>>;

/** The object that an event with these fields is logged with. */
export type FieldsOf<Fields extends FieldDefinitions> = {
  readonly [
    Name in keyof Fields as Fields[Name] extends keyof FieldValues ? Name : never
  ]: Fields[Name] extends keyof FieldValues ? FieldValues[Fields[Name]] : never;
} & {
  readonly [
    Name in keyof Fields as Fields[Name] extends keyof FieldValues ? never : Name
  ]?: Fields[Name] extends `${infer Type extends keyof FieldValues}?` ? FieldValues[Type] | undefined : never;
};
