import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemplateExpander, type Capture } from '@firedrill/grafana-alerting';
import { Labels } from '@firedrill/timeseries';
import type { Area, CaseResult } from '../area';
import { recordedNumber, type RecordedNumber } from './recorded-number';

type LabelRecord = Readonly<Record<string, string>>;

interface TemplateCase {
  readonly name: string;
  readonly template: string;
  readonly labels: LabelRecord | null;
  readonly values: Readonly<Record<string, { readonly labels: LabelRecord; readonly value: RecordedNumber }>> | null;
  readonly value: string;
  readonly expect: string | { readonly error: string };
}

interface Recording {
  readonly header: { readonly externalURL: string; readonly evaluatedAt: string };
  readonly cases: readonly TemplateCase[];
}

/** What label and annotation templates expand to, and which of them fail. */
export const area: Area = {
  name: 'grafana-templates',
  files: ['grafana/templates.json'],
  run(folder) {
    const recording = JSON.parse(readFileSync(join(folder, 'grafana/templates.json'), 'utf8')) as Recording;
    return Promise.resolve(recording.cases.map((testCase) => runCase(testCase, recording.header)));
  },
};

function runCase(testCase: TemplateCase, { externalURL, evaluatedAt }: Recording['header']): CaseResult {
  const { name, template, labels, values, value, expect } = testCase;
  const captures = Object.entries(values ?? {}).map(([refId, capture]): Capture => ({
    name: refId,
    labels: Labels.of(capture.labels),
    value: recordedNumber(capture.value),
  }));
  const environment = { externalUrl: externalURL, nowMs: Date.parse(evaluatedAt) };
  const expansion = new TemplateExpander().at(environment)(template, {
    labels: labels ?? {},
    captures,
    value: () => value,
  });
  const expected = typeof expect === 'string' ? expect : 'error';
  const actual = expansion.ok ? expansion.text : 'error';
  if (actual === expected) return { name, outcome: 'passed' };
  const detail = expansion.ok ? actual : `error: ${expansion.error.message}`;
  return { name, outcome: 'failed', expected: typeof expect === 'string' ? expected : expect.error, actual: detail };
}
