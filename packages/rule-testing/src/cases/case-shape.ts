import type { Shape } from './shape';

const DURATION = 'a duration such as 30s, 5m or 1h30m';

const text = (description: string): Shape => ({ type: 'string', description });
const texts = (description: string): Shape => ({
  type: 'object',
  description,
  additionalProperties: { type: 'string' },
});
const list = (items: Shape, description: string, minItems = 0): Shape => ({
  type: 'array',
  description,
  items,
  ...(minItems > 0 && { minItems }),
});
const map = (
  properties: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
  description?: string,
): Shape => ({
  type: 'object',
  ...(description !== undefined && { description }),
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
});

const STATE: Shape = {
  type: 'string',
  description: 'the state of an alert instance as Grafana names it',
  enum: ['Normal', 'Pending', 'Alerting', 'NoData', 'Error', 'Recovering'],
};

const METRICS = map(
  {
    interval: text(`the time between two samples: ${DURATION}`),
    series: list(
      map(
        {
          series: text('a name with its labels, such as payments_total{status="declined"}'),
          values: text("values in Prometheus' notation: 0+4x60, 1x5 _x3 stale"),
        },
        ['series', 'values'],
      ),
      'one entry a series; its first value stands at time 0',
    ),
  },
  ['interval', 'series'],
  'samples of Prometheus data sources',
);

const LOGS = list(
  map(
    {
      labels: texts("the stream's labels"),
      lines: list(
        map(
          {
            at: text(`when the line was written: ${DURATION}`),
            every: text(`repeats the line at this distance: ${DURATION}`),
            until: text(`the time of the last repetition at most: ${DURATION}`),
            line: text('the line, plain text or JSON'),
          },
          ['at', 'line'],
        ),
        'the lines of the stream',
      ),
    },
    ['labels', 'lines'],
  ),
  'log streams of Loki data sources',
);

const SQL = list(
  map(
    {
      refId: text('the query that this table answers'),
      at: text(`from when on it is the answer: ${DURATION}`),
      columns: list({ type: 'string' }, 'the names of the columns'),
      rows: list(
        list({ type: ['string', 'number', 'boolean', 'null'] }, 'a row: one cell a column'),
        'no rows are an empty answer',
      ),
      error: text('the query fails with this message instead'),
    },
    ['refId', 'at'],
  ),
  'answers of SQL data sources, each until the next one of its refId',
);

const FAILURES = list(
  map(
    {
      datasource: text('the uid of the data source that fails'),
      at: text(`from when on: ${DURATION}`),
      until: text(`until when, this time not included; to the end when absent: ${DURATION}`),
      error: text('the message it fails with'),
    },
    ['datasource', 'at', 'error'],
  ),
  'times at which a data source fails whatever it is asked',
);

const INSTANCE = map(
  {
    labels: texts('labels that the instance has, others are free'),
    state: STATE,
    reason: text('the reason beside the state, such as NoData; any reason when absent, none when empty'),
    annotations: texts('annotations that the instance has, others are free'),
    values: {
      type: 'object',
      description: 'captured values by refId',
      additionalProperties: { type: 'number' },
    },
  },
  ['state'],
);

const EXPECTATION = map(
  {
    at: text(`when: the last evaluation up to this time counts: ${DURATION}`),
    state: { ...STATE, description: 'every instance is in this state; unless it is Normal there must be one' },
    reason: text('the reason beside `state`'),
    instances: list(INSTANCE, 'each matches an instance of its own; every instance that is not Normal must be listed'),
    sent: list(
      map(
        {
          labels: texts('labels of the alert'),
          annotations: texts('annotations of the alert'),
          resolved: { type: 'boolean', description: 'sent as resolved (false: as firing)' },
        },
        ['resolved'],
      ),
      'the alerts that this evaluation sends to the Alertmanager, all of them',
    ),
  },
  ['at'],
);

const CASE = map(
  {
    name: text('what the rule does, as a sentence: "fires when most payments decline"'),
    start: text(`the first evaluation; inputs before it fill the windows: ${DURATION} (0s)`),
    until: text(`the last evaluation; the last input or expectation when absent: ${DURATION}`),
    inputs: list(
      map({ metrics: METRICS, logs: LOGS, sql: SQL, failures: FAILURES }),
      'what the data sources hold; times count from 0, the Unix epoch',
    ),
    expect: list(EXPECTATION, 'what must be true at which time', 1),
    staysQuiet: {
      type: 'boolean',
      description: 'true: nobody is ever notified, so no instance gets Alerting, NoData or Error',
    },
  },
  ['name', 'inputs'],
);

/** The case file, once: what files are checked against and what the JSON schema for editors is made of. */
export const CASE_FILE: Shape = map(
  {
    rule: text('the uid of the rule'),
    provisioning: text('the provisioning folder, from the folder of this file'),
    grafana: text('the version of Grafana whose behaviour counts, such as "12.4"; the newest when absent'),
    cases: list(CASE, 'each is run alone, from an empty state', 1),
  },
  ['rule', 'provisioning', 'cases'],
  'Unit tests of one alert rule for `firedrill rules test`',
);
