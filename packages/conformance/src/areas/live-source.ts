import type { DataQuery, DataResponse, DataSource, Frame } from '@firedrill/grafana-alerting';

/** The answers of a scenario: one character a tick and series, the last one holds on. */
export interface Script {
  readonly series: readonly { readonly labels: Readonly<Record<string, string>>; readonly values: string }[];
  readonly scalar?: boolean;
}

type ScriptedSeries = Script['series'][number];

/** What the characters of a script stand for; a dot is no sample. */
const VALUES: Readonly<Record<string, number>> = {
  N: Number.NaN,
  I: Number.POSITIVE_INFINITY,
  J: Number.NEGATIVE_INFINITY,
  H: 0.5,
};
const TICK_MS = 10_000;

/** The two data sources of the recordings as they answer at a tick. */
export function scriptedSources(script: Script, tick: number, startMs: number): ReadonlyMap<string, DataSource> {
  const source = (uid: string, type: DataSource['type']): readonly [string, DataSource] => [
    uid,
    { uid, type, query: (request) => Promise.resolve(answer(script, request, tick, startMs)) },
  ];
  return new Map([source('prom-lab', 'prometheus'), source('loki-lab', 'loki')]);
}

function answer(script: Script, request: DataQuery, tick: number, startMs: number): DataResponse {
  const { model } = request;
  if (String(model.expr).includes('empty')) return { ok: true, frames: [] };
  if (script.scalar === true)
    return { ok: true, frames: script.series.flatMap((series) => instant(series, tick, 'scalar', startMs)) };
  if (request.queryType === 'instant' || model.queryType === 'instant')
    return { ok: true, frames: lokiTable(script, tick) };
  if (model.range === true)
    return { ok: true, frames: script.series.flatMap((series) => range(series, request, startMs)) };
  return { ok: true, frames: script.series.flatMap((series) => instant(series, tick, 'vector', startMs)) };
}

function valueAt({ values }: ScriptedSeries, tick: number): number | undefined {
  const character = values.charAt(Math.min(tick, values.length - 1));
  return character === '.' ? undefined : (VALUES[character] ?? Number(character));
}

function instant(
  series: ScriptedSeries,
  tick: number,
  resultType: 'vector' | 'scalar',
  startMs: number,
): readonly Frame[] {
  const value = valueAt(series, tick);
  if (value === undefined) return [];
  return [frame(series, [startMs + tick * TICK_MS], [value], resultType)];
}

/** A second a step, as rules ask for. */
function range(series: ScriptedSeries, { fromMs, toMs }: DataQuery, startMs: number): readonly Frame[] {
  const points: (readonly [number, number])[] = [];
  for (let timeMs = fromMs; timeMs <= toMs; timeMs += 1000) {
    const value = timeMs < startMs ? undefined : valueAt(series, Math.floor((timeMs - startMs) / TICK_MS));
    if (value !== undefined) points.push([timeMs, value]);
  }
  if (points.length === 0) return [];
  return [
    frame(
      series,
      points.map(([timeMs]) => timeMs),
      points.map(([, value]) => value),
      'matrix',
    ),
  ];
}

function frame(
  { labels }: ScriptedSeries,
  times: readonly number[],
  values: readonly number[],
  resultType: 'vector' | 'scalar' | 'matrix',
): Frame {
  return {
    resultType,
    fields: [
      { name: 'Time', type: 'time', values: times },
      { name: 'Value', type: 'number', labels, values },
    ],
  };
}

function lokiTable(script: Script, tick: number): readonly Frame[] {
  return script.series.flatMap((series) => {
    const value = valueAt(series, tick);
    if (value === undefined) return [];
    return [frame(series, [tick * TICK_MS], [value], 'vector')];
  });
}
