import { Labels, type LogEntry } from '@firedrill/timeseries';
import { createLogIngest } from './log-ingest';

function ingest(
  labels: Readonly<Record<string, string>>,
  line: string,
  metadata?: Readonly<Record<string, string>>,
): { labels: unknown; metadata: unknown } {
  let stored: { labels: Labels; entry: LogEntry | undefined } | undefined;
  createLogIngest({
    push(stream, [entry]) {
      stored = { labels: stream, entry };
      return { accepted: 1, duplicates: 0 };
    },
  }).push(Labels.of(labels), [{ timestampNs: 1n, line, ...(metadata && { metadata: Labels.of(metadata) }) }]);
  return { labels: stored?.labels.toObject(), metadata: stored?.entry?.metadata?.toObject() };
}

test.each([
  [{ job: 'j', container: 'c' }, 'c'],
  [{ service: 's', app: 'a' }, 's'],
  [{ host: 'h' }, 'unknown_service'],
  [{ service_name: 'own', app: 'a' }, 'own'],
])('the service of %j is %s', (labels, expected) => {
  expect(ingest(labels, 'x').labels).toEqual({ ...labels, service_name: expected });
});

test.each([
  ['{"level":"WARNING"}', 'warn'],
  ['{"level":50,"msg":"an error happened"}', 'unknown'],
  ['{"log":{"severity":"fatal"}}', 'fatal'],
  ['{"level":"error"', 'unknown'],
  ['ts=1 lvl=dbg msg=x', 'debug'],
  ['msg="level=error"', 'unknown'],
  ['[error] x', 'error'],
  ['ERROR something failed', 'unknown'],
  ['no warnings', 'warn'],
  ['', 'unknown'],
])('the level of %j is %s', (line, expected) => {
  expect(ingest({ app: 'a' }, line).metadata).toEqual({ detected_level: expected });
});

test('a level label or metadata is taken as it is', () => {
  expect(ingest({ level: 'Weird' }, 'info').metadata).toEqual({ detected_level: 'Weird' });
  expect(ingest({ app: 'a' }, 'info', { severity: 'x', 'a-b': '1' }).metadata).toEqual({
    detected_level: 'x',
    severity: 'x',
    a_b: '1',
  });
});
