import type { Field, Frame } from '@firedrill/grafana-alerting';
import { recordedNumber, type RecordedNumber } from './recorded-number';

/** A data frame as the recordings of Grafana write it. */
export interface RecordedFrame {
  readonly name?: string;
  readonly fields: readonly RecordedField[];
  readonly meta?: { readonly custom?: { readonly resultType?: 'vector' | 'matrix' | 'scalar' } };
}

interface RecordedField {
  readonly name: string;
  readonly type: 'time' | 'number' | 'int' | 'string' | 'bool';
  readonly labels?: Readonly<Record<string, string>>;
  readonly values: readonly unknown[];
}

export function toFrame({ name, fields, meta }: RecordedFrame): Frame {
  const resultType = meta?.custom?.resultType;
  return {
    ...(name !== undefined && { name }),
    fields: fields.map(toField),
    ...(resultType !== undefined && { resultType }),
  };
}

function toField({ name, type, labels, values }: RecordedField): Field {
  switch (type) {
    case 'time':
      return { name, type, values: values as (number | null)[] };
    case 'number':
    case 'int': {
      const numbers = (values as RecordedNumber[]).map(recordedNumber);
      return { name, type: 'number', values: numbers, ...(labels !== undefined && { labels }) };
    }
    case 'string':
      return { name, type, values: values as (string | null)[] };
    case 'bool':
      return { name, type: 'boolean', values: values as (boolean | null)[] };
  }
}
