/** One metric as it is exposed; the name of a sample is the metric's with a suffix such as `_count`. */
export interface MetricFamily {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  readonly suffix?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Prometheus' text format. */
export function metricsText(families: readonly MetricFamily[]): string {
  return families
    .map(({ name, type, help, samples }) => {
      const lines = samples.map(({ suffix = '', labels, value }) => `${name}${suffix}${labelText(labels)} ${value}\n`);
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
    })
    .join('');
}

/** A family with one sample without labels. */
export function single(name: string, type: 'counter' | 'gauge', help: string, value: number): MetricFamily {
  return { name, type, help, samples: [{ value }] };
}

/** What every process says about itself. */
export function processMetrics(): readonly MetricFamily[] {
  const { user, system } = process.cpuUsage();
  return [
    single('process_cpu_seconds_total', 'counter', 'CPU time of this process.', (user + system) / 1e6),
    single('process_resident_memory_bytes', 'gauge', 'Memory of this process.', process.memoryUsage.rss()),
    single('process_start_time_seconds', 'gauge', 'When this process started.', Date.now() / 1000 - process.uptime()),
  ];
}

function labelText(labels: MetricSample['labels']): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
