import { Labels, type LogEntry, type PushResult } from '@firedrill/timeseries';
import { detectLevel } from './detect-level';

/** Where lines go: the log store, or a journal in front of it. */
export interface LogSink {
  push(streamLabels: Labels, entries: readonly LogEntry[]): PushResult;
}

const SERVICE_LABELS = [
  'service',
  'app',
  'application',
  'app_name',
  'name',
  'app_kubernetes_io_name',
  'container',
  'container_name',
  'k8s_container_name',
  'component',
  'workload',
  'job',
  'k8s_job_name',
];

const LEVEL = 'detected_level';

/**
 * The door of the log store, for pushes over HTTP and for the tailer: adds the stream label `service_name` and the
 * metadata `detected_level`, as Loki does.
 */
export function createLogIngest(sink: LogSink): LogSink {
  const streams = new Map<string, Labels>();
  return {
    push(labels, entries) {
      let stream = streams.get(labels.key);
      if (stream === undefined) streams.set(labels.key, (stream = withServiceName(labels)));
      return sink.push(
        stream,
        entries.map((entry) => withLevel(labels, entry)),
      );
    },
  };
}

function withServiceName(labels: Labels): Labels {
  const present = Labels.of(Object.fromEntries([...labels].filter(([, value]) => value !== '')));
  if (present.has('service_name')) return present;
  const source = SERVICE_LABELS.find((name) => present.has(name));
  return present.with('service_name', source === undefined ? 'unknown_service' : present.get(source));
}

/** Most lines have no metadata of their own and share one of these. */
const LEVEL_METADATA = new Map<string, Labels>();

function withLevel(labels: Labels, { timestampNs, line, metadata: written }: LogEntry): LogEntry {
  const metadata = written === undefined ? undefined : withPlainNames(written);
  if (metadata?.has(LEVEL) === true) return { timestampNs, line, metadata };
  const level = detectLevel(labels, metadata, line);
  if (metadata !== undefined) return { timestampNs, line, metadata: metadata.with(LEVEL, level) };
  let shared = LEVEL_METADATA.get(level);
  if (shared === undefined) {
    shared = Labels.of({ [LEVEL]: level });
    if (LEVEL_METADATA.size < 100) LEVEL_METADATA.set(level, shared);
  }
  return { timestampNs, line, metadata: shared };
}

function withPlainNames(metadata: Labels): Labels {
  if (metadata.names.every((name) => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name))) return metadata;
  return Labels.of(
    Object.fromEntries([...metadata].map(([name, value]) => [name.replace(/[^a-zA-Z0-9_]/g, '_'), value])),
  );
}
