import type { ProvisioningFolder } from '../provisioning/read-folder';

const RULES = `apiVersion: 1
groups:
  - orgId: 1
    name: checkout
    folder: Shop
    interval: 1m
    rules:
      - uid: error-ratio
        title: Error ratio
        condition: breach
        for: 5m
        noDataState: OK
        execErrState: Error
        labels:
          severity: critical
        annotations:
          summary: '{{ $labels.service }}: {{ $values.ratio.Value | humanizePercentage }} of requests fail for 5 minutes'
        data:
          - refId: errors
            relativeTimeRange: { from: 600, to: 0 }
            datasourceUid: prometheus
            model:
              refId: errors
              expr: sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m]))
              range: true
          - refId: ratio
            datasourceUid: __expr__
            model: { refId: ratio, type: reduce, reducer: last, expression: errors }
          - refId: breach
            datasourceUid: __expr__
            model:
              refId: breach
              type: threshold
              expression: ratio
              conditions: [{ evaluator: { type: gt, params: [0.05] } }]
      - uid: service-down
        title: Service down
        condition: breach
        for: 2m
        noDataState: Alerting
        execErrState: Error
        labels:
          severity: critical
        annotations:
          summary: '{{ $labels.job }} does not answer'
        data:
          - refId: up
            relativeTimeRange: { from: 600, to: 0 }
            datasourceUid: prometheus
            model:
              refId: up
              expr: min by (job) (up{job=~"api\\\\.shop|web"})
              instant: true
          - refId: breach
            datasourceUid: __expr__
            model: { refId: breach, type: math, expression: '$up == 0' }
      - uid: log-errors
        title: Log errors
        condition: breach
        for: 2m
        noDataState: OK
        execErrState: Error
        labels:
          severity: warning
        annotations:
          summary: '{{ $labels.service }} logs errors: {{ $values.lines.Value }}'
        data:
          - refId: lines
            relativeTimeRange: { from: 600, to: 0 }
            datasourceUid: loki
            model:
              refId: lines
              expr: sum by (service) (count_over_time({app="shop"} |= "error" [5m]))
              queryType: instant
          - refId: breach
            datasourceUid: __expr__
            model:
              refId: breach
              type: threshold
              expression: lines
              conditions: [{ evaluator: { type: gt, params: [10] } }]
      - uid: low-stock
        title: Low stock
        condition: breach
        for: 1m
        noDataState: OK
        execErrState: Error
        labels:
          severity: warning
        annotations:
          summary: '{{ $values.B0.Value }} products are low'
        data:
          - refId: stock
            relativeTimeRange: { from: 600, to: 0 }
            datasourceUid: postgres
            model:
              refId: stock
              rawSql: select now() as time, count(*) as low from products where stock < 3
              format: time_series
          - refId: breach
            datasourceUid: __expr__
            model:
              refId: breach
              type: classic_conditions
              conditions:
                - evaluator: { type: gt, params: [5] }
                  query: { params: [stock] }
                  reducer: { type: last }
`;

const NOTIFICATIONS = `apiVersion: 1
contactPoints:
  - orgId: 1
    name: on-call
    receivers:
      - uid: on-call-slack
        type: slack
        settings:
          recipient: '#alerts'
          token: $SLACK_TOKEN
      - uid: on-call-webhook
        type: webhook
        settings:
          url: $WEBHOOK_URL
          httpMethod: POST
policies:
  - orgId: 1
    receiver: on-call
    group_by: [grafana_folder, alertname]
    group_wait: 30s
    group_interval: 5m
    repeat_interval: 4h
    routes:
      - receiver: on-call
        matchers:
          - severity = critical
          - service = api
      - receiver: on-call
        object_matchers:
          - [severity, '=', warning]
        mute_time_intervals: [nights]
muteTimes:
  - orgId: 1
    name: nights
    time_intervals:
      - times:
          - { start_time: '22:00', end_time: '24:00' }
          - { start_time: '00:00', end_time: '06:00' }
`;

const DATA_SOURCES = `apiVersion: 1
datasources:
  - name: Prometheus
    uid: prometheus
    type: prometheus
    access: proxy
    url: $PROMETHEUS_URL
    isDefault: true
    jsonData:
      timeInterval: 15s
  - name: Loki
    uid: loki
    type: loki
    access: proxy
    url: $LOKI_URL
  - name: PostgreSQL
    uid: postgres
    type: postgres
    url: $POSTGRES_HOST
    user: reader
    secureJsonData:
      password: $POSTGRES_PASSWORD
    jsonData:
      database: shop
`;

/** A correct folder by file: every check is silent on it, and each mistake is planted into it. */
export const EXAMPLE_FILES: Readonly<Record<string, string>> = {
  'alerting/rules.yaml': RULES,
  'alerting/notifications.yaml': NOTIFICATIONS,
  'datasources/datasources.yaml': DATA_SOURCES,
};

export function exampleFolder(files = EXAMPLE_FILES): ProvisioningFolder {
  const below = (folder: string): ProvisioningFolder['alerting'] =>
    Object.entries(files)
      .filter(([name]) => name.startsWith(`${folder}/`))
      .map(([name, text]) => ({ name, text }));
  return { folder: '.', alerting: below('alerting'), dataSources: below('datasources'), hasFile: () => false };
}
