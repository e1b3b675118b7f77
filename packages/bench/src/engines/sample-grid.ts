import { Labels, type MetricStore } from '@firedrill/timeseries';

/** Counters that are scraped evenly: 20 groups `l`, one `instance` each. */
export interface SampleGrid {
  readonly series: number;
  readonly samples: number;
  readonly stepMs: number;
}

/** When the first sample is taken: a whole two hours, as blocks of Prometheus are cut. */
export const START_MS = 1_795_168_800_000;

export function seriesOf({ series }: SampleGrid): readonly Readonly<Record<string, string>>[] {
  return Array.from({ length: series }, (_, index) => ({ instance: `i${index}`, job: 'j', l: `l${index % 20}` }));
}

export function fillStore(store: MetricStore, grid: SampleGrid, name: string): void {
  const handles = seriesOf(grid).map((labels) => store.handle(Labels.of({ __name__: name, ...labels })));
  for (let sample = 0; sample < grid.samples; sample += 1) {
    for (const [index, handle] of handles.entries())
      handle.append(START_MS + sample * grid.stepMs, value(sample, index));
  }
}

/** The same samples of `m_total` as OpenMetrics text. */
export function openMetrics(grid: SampleGrid): string {
  const lines = seriesOf(grid).flatMap((labels, index) => {
    const text = Object.entries(labels).map(([name, written]) => `${name}="${written}"`);
    return Array.from({ length: grid.samples }, (_, sample) => {
      const seconds = (START_MS + sample * grid.stepMs) / 1000;
      return `m_total{${text.join(',')}} ${value(sample, index)} ${seconds}`;
    });
  });
  return ['# TYPE m counter', ...lines, '# EOF', ''].join('\n');
}

/** Grows, by amounts that do not repeat from sample to sample. */
function value(sample: number, series: number): number {
  return sample * 10 + ((sample * 7919 + series * 104_729) % 1000) / 128;
}
