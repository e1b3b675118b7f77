import type { AlertRule } from '@firedrill/grafana-alerting';

/** A node of a rule as the recordings of Grafana write it. */
export interface RecordedNode {
  readonly refId: string;
  readonly datasourceUid: string;
  readonly queryType?: string;
  readonly relativeTimeRange?: { readonly from: number; readonly to: number };
  readonly model?: Readonly<Record<string, unknown>>;
}

const DEFAULTS: Omit<AlertRule, 'condition' | 'nodes'> = {
  uid: 'rule-uid',
  title: 'rule title',
  orgId: 1,
  folder: 'Folder',
  folderUid: 'folder-uid',
  group: 'group',
  intervalMs: 10_000,
  forMs: 0,
  keepFiringForMs: 0,
  missingSeriesEvalsToResolve: undefined,
  noDataState: 'NoData',
  execErrState: 'Error',
  labels: {},
  annotations: {},
  isPaused: false,
  dashboardUid: '',
  panelId: 0,
};

/** The rule of a recording, with the names that all of them use. */
export function toRule({
  nodes,
  ...given
}: Partial<Omit<AlertRule, 'nodes'>> & {
  readonly condition: string;
  readonly nodes: readonly RecordedNode[];
}): AlertRule {
  return {
    ...DEFAULTS,
    ...given,
    nodes: nodes.map(({ refId, datasourceUid, queryType = '', relativeTimeRange, model = {} }) => ({
      refId,
      datasourceUid,
      queryType,
      fromSeconds: relativeTimeRange?.from ?? 0,
      toSeconds: relativeTimeRange?.to ?? 0,
      model,
    })),
  };
}
