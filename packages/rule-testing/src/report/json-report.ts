import { formatState } from '@firedrill/grafana-alerting';
import { coverage } from '../run/coverage';
import type { Evaluation } from '../run/run-case';
import type { TestReport } from '../run/test-rules';

/** A run as plain data, for `--json`; times are milliseconds from the start. */
export function testReportData(report: TestReport): unknown {
  return {
    problems: report.problems,
    rules: report.files.map(({ file, rule, cases }) => ({
      rule: rule.uid,
      file: file.file,
      cases: cases.map(({ case: { name, place }, failures, evaluations, covers }) => ({
        name,
        line: place.line,
        passed: failures.length === 0,
        failures,
        covers,
        changes: evaluations.flatMap(changesOf),
      })),
    })),
    ruleTests: report.ruleTests,
    coverage: coverage(report.rules, report.files).map(({ rule: { uid }, covered }) => ({ rule: uid, covered })),
  };
}

function changesOf({ atMs, transitions }: Evaluation): unknown[] {
  return transitions
    .filter(({ previous, instance, removed }) => removed || formatState(previous) !== formatState(instance))
    .map(({ previous, instance, removed }) => ({
      atMs,
      from: formatState(previous),
      to: formatState(instance),
      removed,
      labels: instance.labels.toObject(),
      annotations: instance.annotations,
      values: Object.fromEntries(instance.captures.map(({ name, value }) => [name, value])),
      ...(instance.error !== undefined && { error: instance.error }),
    }));
}
