import { formatFloat, GoMap, GoStruct, type GoValue } from '@firedrill/go-template';
import { Labels } from '@firedrill/timeseries';
import type { Capture } from '../expressions/captures';
import { labelMap } from './template-functions';

/** What the templates of one result see. */
export interface TemplateData {
  /** System labels and those of the result, not the rule's own. */
  readonly labels: Readonly<Record<string, string>> | Labels;
  readonly captures: readonly Capture[];
  /** The evaluation string; asked for only by templates that name it. */
  readonly value: () => string;
}

/** The query that a rule imported from Prometheus has. */
const PROMETHEUS_QUERY = 'query';

/** The dot of the templates of one result, made once for all of them. */
export class TemplateDot {
  readonly #data: TemplateData;
  readonly #labels: GoMap;
  #values: GoMap | undefined;
  #grafana: GoStruct | undefined;

  constructor(data: TemplateData) {
    this.#data = data;
    this.#labels = labelMapOf(data.labels instanceof Labels ? data.labels : Labels.of(data.labels));
  }

  get grafana(): GoStruct {
    return (this.#grafana ??= this.#struct(() => this.#data.value()));
  }

  /** The dot of a template that begins with `_prometheusMode`: its value is the number of the query. */
  get prometheus(): GoStruct {
    const query = this.#data.captures.find(({ name }) => name === PROMETHEUS_QUERY);
    return query === undefined ? this.grafana : this.#struct(() => query.value ?? NaN);
  }

  #struct(value: () => GoValue): GoStruct {
    const labels = this.#labels;
    const values = (): GoMap => (this.#values ??= captureMap(this.#data.captures));
    const fields = {
      Labels: labels,
      get Values(): GoValue {
        return values();
      },
      get Value(): GoValue {
        return value();
      },
    };
    return new GoStruct('template.Data', fields);
  }
}

const labelMaps = new WeakMap<Labels, GoMap>();

/** The labels as templates see them, made once for each label set. */
function labelMapOf(labels: Labels): GoMap {
  let map = labelMaps.get(labels);
  if (map === undefined) {
    labelMaps.set(labels, (map = labelMap(labels)));
  }
  return map;
}

function captureMap(captures: readonly Capture[]): GoMap {
  const entries = captures.map(({ name, labels, value }) => [name, captureValue(labels, value ?? NaN)] as const);
  return new GoMap(entries, { type: 'state.templateCaptureValue', zero: ZERO_CAPTURE });
}

/** Printed as the number in full, without an exponent. */
function captureValue(labels: Labels, value: number): GoStruct {
  const fields = { Labels: labelMapOf(labels), Value: value };
  return new GoStruct('state.templateCaptureValue', fields, () => formatFloat(value, 'f'));
}

const ZERO_CAPTURE = captureValue(Labels.EMPTY, 0);
