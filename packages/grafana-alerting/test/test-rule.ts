import type { AlertRule } from '../src/model';

/** A rule over one query of the data source `ds1`, with what a test changes. */
export function testRule(changes: Partial<AlertRule> = {}): AlertRule {
  return {
    uid: 'rule-uid',
    title: 'Rule title',
    orgId: 1,
    folder: 'Folder',
    folderUid: 'folder-uid',
    group: 'group',
    intervalMs: 10_000,
    forMs: 0,
    keepFiringForMs: 0,
    missingSeriesEvalsToResolve: undefined,
    condition: 'B',
    nodes: [
      { refId: 'A', queryType: '', datasourceUid: 'ds1', fromSeconds: 600, toSeconds: 0, model: {} },
      {
        refId: 'B',
        queryType: '',
        datasourceUid: '__expr__',
        fromSeconds: 0,
        toSeconds: 0,
        model: { type: 'threshold', expression: 'A', conditions: [{ evaluator: { type: 'gt', params: [5] } }] },
      },
    ],
    noDataState: 'NoData',
    execErrState: 'Error',
    labels: {},
    annotations: {},
    isPaused: false,
    dashboardUid: '',
    panelId: 0,
    ...changes,
  };
}
